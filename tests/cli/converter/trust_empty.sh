#!/bin/sh
take_input plain
rm input/snapshot.*
convert input --trust-empty --quiet
same_tree "$GOLDEN/zookeeper/plain/tree.jsonl" out/snapshot_120.bin.zstd
