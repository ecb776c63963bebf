#!/bin/sh
# Other ends than that it leads.
recover() {
    serving "$1" no-quorum no-quorum -- keeperctl recover online @1 --config "$INPUTS/recover.xml" \
        --client 4=@2 --client 5=@3 --interval 10ms --deadline "$2" --yes --format json
    echo "exit code $?"
}
recover recovers-never 100ms
recover recovers-as-follower 30s
recover recovers-and-dies 30s
recover refuses-rcvr 30s
