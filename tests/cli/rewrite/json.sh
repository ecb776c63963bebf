#!/bin/sh
cp "$GOLDEN/keeper/02-rich-zstdlog-rotated/snapshot_70.bin.zstd" .
keeperctl snapshot rewrite snapshot_70.bin.zstd --output new --drop-path /app --dry-run --format json
ls
