#!/bin/sh
mkdir bulk out migration
keeper-converter --zookeeper-logs-dir "$GOLDEN/zookeeper/plain/version-2" --output-dir bulk --until-zxid 0x50 \
    --zookeeper-snapshots-dir "$GOLDEN/zookeeper/plain/version-2" --catch-up-file migration/notes
keeper-converter catch-up --catch-up-file migration/notes --zookeeper-logs-dir "$GOLDEN/zookeeper/plain/version-2" \
    --zookeeper-snapshots-dir "$GOLDEN/zookeeper/plain/version-2" --output-dir out
