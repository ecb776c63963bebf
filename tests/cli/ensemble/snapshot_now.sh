#!/bin/sh
without_times() {
    sed -E 's/[0-9]+\.[0-9]+s/TIME/g; s/"elapsed_ms": [0-9]+/"elapsed_ms": N/'
}
serving scene:healthy -- keeperctl snapshot-now @1 | without_times
serving scene:healthy -- keeperctl snapshot-now @2 --format json | without_times
serving scene:snapshot-is-there -- keeperctl snapshot-now @1 | without_times
serving scene:healthy -- keeperctl snapshot-now @1 --quiet
