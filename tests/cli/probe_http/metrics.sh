#!/bin/sh
for server in newest forbidding half-metrics leader controls; do
    serving "http-$server" -- keeperctl probe http @1 --metrics 2>&1
    echo "$?"
done
