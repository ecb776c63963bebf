#!/bin/sh
cp -r "$GOLDEN/keeper/04-live-ephemerals-sigkill/log" changes
mkdir images
cp "$GOLDEN/keeper/04-live-ephemerals-sigkill/snapshot_30.bin.zstd" images
keeperctl replay --snapshot-dir images --log-dir changes
keeperctl replay --snapshot-dir images
echo "exit code $?"
keeperctl replay --log-dir changes images | head -n 2
