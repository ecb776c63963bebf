#!/bin/sh
cd "$GOLDEN/keeper/02-rich-zstdlog-rotated" || exit
keeperctl diff snapshot_60.bin.zstd snapshot_70.bin.zstd --format json --limit 2 --depth 1
keeperctl diff snapshot_60.bin.zstd snapshot_70.bin.zstd --format jsonl | tail -n 3 | cut -c 1-400
