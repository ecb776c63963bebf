#!/bin/sh
fails() {
    serving "$@" > answer 2>&1
    exit_code=$?
    sed -E 's/[0-9]+\.[0-9]+s/TIME/g' answer
    echo $exit_code
}
fails scene:slow-snapshot -- keeperctl snapshot-now @1 --timeout 700ms
fails scene:without-lgif -- keeperctl snapshot-now @3
fails scene:without-csnp -- keeperctl snapshot-now @1
fails zookeeper -- keeperctl snapshot-now @1
fails closed -- keeperctl snapshot-now @1
fails scene:healthy -- keeperctl snapshot-now @1 @2
