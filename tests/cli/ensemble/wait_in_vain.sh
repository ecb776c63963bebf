#!/bin/sh
# What is missing is said; what can never be is not waited for.
without_times() {
    sed -E 's/[0-9]+\.[0-9]+s/TIME/g; s/"elapsed_ms": [0-9]+/"elapsed_ms": N/'
}
in_vain() {
    serving "$@" > answer 2>&1
    exit_code=$?
    without_times < answer
    echo $exit_code
}
in_vain scene:healthy -- keeperctl wait @1 @2 @3 --for follower --timeout 700ms
in_vain scene:no-leader -- keeperctl wait @1 @2 @3 --for leader --timeout 700ms
in_vain scene:healthy -- keeperctl wait @1 --for 'snapshot>=7000' --timeout 700ms --format json
in_vain scene:one-hangs -- keeperctl wait @3 --for serving --timeout 700ms
in_vain zookeeper -- keeperctl wait @1 --for 'snapshot>=1' --timeout 10m
in_vain scene:healthy -- keeperctl wait @1 --for snapshots
in_vain scene:healthy -- keeperctl wait @1
in_vain scene:healthy -- keeperctl wait @1 --for leader --timeout 7
