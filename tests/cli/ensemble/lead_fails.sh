#!/bin/sh
fails() {
    serving "$@" > answer 2>&1
    exit_code=$?
    sed -E 's/[0-9]+\.[0-9]+s/TIME/g' answer
    echo $exit_code
}
fails scene:healthy -- keeperctl lead @2
fails scene:no-rqld -- keeperctl lead @3 --yes
fails scene:never-leads -- keeperctl lead @2 --yes --timeout 700ms
fails scene:observer -- keeperctl lead @2 --yes
fails scene:no-leader -- keeperctl lead @2 --yes
fails zookeeper -- keeperctl lead @1 --yes
fails closed -- keeperctl lead @1 --dry-run
