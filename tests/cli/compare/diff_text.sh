#!/bin/sh
cd "$GOLDEN/keeper/02-rich-zstdlog-rotated" || exit
keeperctl diff snapshot_60.bin.zstd snapshot_70.bin.zstd --limit 6
echo "$?"
keeperctl diff snapshot_60.bin.zstd snapshot_60.bin.zstd
echo "$?"
keeperctl diff snapshot_60.bin.zstd snapshot_70.bin.zstd --quiet
echo "$?"
keeperctl diff snapshot_60.bin.zstd snapshot_70.bin.zstd --ignore-path '/**' --ignore zxid --ignore sessions
echo "$?"
