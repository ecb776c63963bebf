#!/bin/sh
# The tree as it was after a transaction in the middle of the logs; decimal or hexadecimal.
for until in 100 0x64; do
    convert "$GOLDEN/zookeeper/plain/version-2" --until-zxid $until --report report.json --quiet
    report report.json last_zxid
    ls out
    rm -r out
done
