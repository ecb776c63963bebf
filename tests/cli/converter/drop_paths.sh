#!/bin/sh
convert "$GOLDEN/zookeeper/plain/version-2" --drop-path /zookeeper --drop-path /app --report report.json --quiet
same_tree "$GOLDEN/zookeeper/plain/tree.jsonl" out/snapshot_120.bin.zstd /zookeeper /app
