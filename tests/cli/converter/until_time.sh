#!/bin/sh
# The time of transaction 0x65 in milliseconds, and the same time as people write it.
for until in 1795312020969 2026-11-22T01:47:00.969Z; do
    convert "$GOLDEN/zookeeper/plain/version-2" --until-time $until --report report.json --quiet
    report report.json last_zxid
    rm -r out
done
