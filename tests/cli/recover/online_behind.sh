#!/bin/sh
# Another one's log ends behind that of the server that shall lead, before it, and with the same record.
for end in 88 86 87; do
    serving log-ends-at-87 "log-ends-at-$end" no-quorum -- keeperctl recover online @1 --config "$INPUTS/recover.xml" \
        --client 4=@2 --client 5=@3 --dry-run --quiet
    echo "exit code $?"
done
