#!/bin/sh
cp "$GOLDEN/keeper/02-rich-zstdlog-rotated/snapshot_60.bin.zstd" .
keeperctl hash snapshot_60.bin.zstd --depth 1
keeperctl hash snapshot_60.bin.zstd --format json --with cversion --without mtime
keeperctl snapshot dump snapshot_60.bin.zstd | sort -r > dump.jsonl
keeperctl hash dump.jsonl
