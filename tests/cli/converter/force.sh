#!/bin/sh
# --force writes beside a newer snapshot and changelogs, and over a file of the same name; it removes nothing.
mkdir out log
echo old > out/snapshot_120.bin.zstd
touch out/snapshot_121.bin.zstd log/changelog_1_1000.bin
convert "$GOLDEN/zookeeper/plain/version-2" --quiet --force
ls out log
same_tree "$GOLDEN/zookeeper/plain/tree.jsonl" out/snapshot_120.bin.zstd
