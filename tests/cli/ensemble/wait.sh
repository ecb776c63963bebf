#!/bin/sh
# Until it is so; the time is not compared.
without_times() {
    sed -E 's/[0-9]+\.[0-9]+s/TIME/g; s/"elapsed_ms": [0-9]+/"elapsed_ms": N/'
}
for condition in leader serving quorum in-sync; do
    serving scene:comes-up -- keeperctl wait @1 @2 @3 --for "$condition" --timeout 20s | without_times
done
serving scene:comes-up -- keeperctl wait @1 @3 --for follower | without_times
serving scene:catches-up -- keeperctl wait @1 @2 @3 --for in-sync --format json | without_times
serving scene:healthy -- keeperctl wait @1 @2 --for 'snapshot>=6000' | without_times
serving scene:healthy -- keeperctl wait @1 --for leader --quiet
