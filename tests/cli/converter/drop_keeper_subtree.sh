#!/bin/sh
convert "$INPUTS/keeper-subtree/version-2" --drop-path /keeper --quiet
same_tree "$INPUTS/keeper-subtree/tree.jsonl" out/snapshot_9.bin.zstd /keeper
