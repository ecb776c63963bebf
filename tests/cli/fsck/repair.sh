#!/bin/sh
cp -r "$GOLDEN/keeper/d11-zstd-three-runs" damaged
keeperctl fsck damaged --repair-to copy
echo "exit code $?"
ls copy copy/log copy/snapshots
keeperctl fsck copy
cmp damaged/log/changelog_1_1000.bin.zstd "$GOLDEN/keeper/d11-zstd-three-runs/log/changelog_1_1000.bin.zstd"
