#!/bin/sh
touch file
keeper-converter --zookeeper-logs-dir "$GOLDEN/zookeeper/plain/version-2" \
    --zookeeper-snapshots-dir "$GOLDEN/zookeeper/plain/version-2" --output-dir file
