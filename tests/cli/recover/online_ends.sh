#!/bin/sh
# Other ends than that it leads.
for server in recovers-never recovers-as-follower recovers-and-dies refuses-rcvr; do
    serving "$server" no-quorum no-quorum -- keeperctl recover online @1 --config "$INPUTS/recover.xml" \
        --client 4=@2 --client 5=@3 --interval 10ms --deadline 100ms --yes --format json
    echo "exit code $?"
done
