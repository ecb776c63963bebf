#!/bin/sh
# A Keeper would replay the logs that it finds over the converted tree.
mkdir -p keeper/snapshots keeper/log
touch keeper/log/changelog_1_100000.bin.zstd
keeper-converter --zookeeper-logs-dir "$GOLDEN/zookeeper/plain/version-2" \
    --zookeeper-snapshots-dir "$GOLDEN/zookeeper/plain/version-2" --output-dir keeper/snapshots
code=$?
ls keeper/snapshots
exit $code
