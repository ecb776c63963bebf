#!/bin/sh
# By rqld; by ydld where that is not known, until the right one leads.
without_times() {
    sed -E 's/[0-9]+\.[0-9]+s/TIME/g; s/"elapsed_ms": [0-9]+/"elapsed_ms": N/'
}
serving scene:healthy -- keeperctl lead @2 --yes | without_times
serving scene:healthy -- keeperctl lead @1 --yes
serving scene:healthy -- keeperctl lead @1
serving scene:no-rqld -- keeperctl lead @3 @1 @2 --yes --format json | without_times
serving scene:healthy -- keeperctl lead @2 --dry-run
serving scene:healthy -- on_terminal --type @2 keeperctl lead @2 | without_times
