#!/bin/sh
# A leader, one that does not listen, and one beside which blank servers have a leader of their own.
for server in leader closed; do
    serving "$server" no-quorum no-quorum -- keeperctl recover online @1 --config "$INPUTS/recover.xml" \
        --client 4=@2 --client 5=@3 --yes
    echo "exit code $?"
done
serving recovers leader no-quorum -- keeperctl recover online @1 --config "$INPUTS/recover.xml" --client 4=@2 --client 5=@3 --yes
echo "exit code $?"
