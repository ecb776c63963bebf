#!/bin/sh
keeper-converter --zookeeper-logs-dir "$GOLDEN/zookeeper/plain/version-2" \
    --zookeeper-snapshots-dir "$GOLDEN/zookeeper/plain/version-2" --output-dir no/such/folder
