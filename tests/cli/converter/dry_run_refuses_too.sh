#!/bin/sh
mkdir out
touch out/snapshot_121.bin.zstd
convert "$GOLDEN/zookeeper/plain/version-2" --dry-run
