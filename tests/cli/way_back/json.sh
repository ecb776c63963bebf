#!/bin/sh
# One snapshot, whose log is not looked at; nothing is written in a dry run.
cp "$GOLDEN/keeper/04-live-ephemerals-sigkill/snapshot_30.bin.zstd" .
keeperctl to-zookeeper snapshot_30.bin.zstd --output-dir zookeeper --zookeeper-version 3.9 --sessions drop \
    --format json --dry-run | sed 's/"\(seconds\|peak_memory_bytes\)": [0-9.]*/"\1": N/'
ls
