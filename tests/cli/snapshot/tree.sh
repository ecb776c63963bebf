#!/bin/sh
cp "$GOLDEN"/keeper/04-live-ephemerals-sigkill/snapshot_30.bin.zstd .
keeperctl snapshot tree snapshot_30.bin.zstd
keeperctl snapshot tree snapshot_30.bin.zstd --depth 1
keeperctl snapshot tree snapshot_30.bin.zstd /live --depth 0
keeperctl snapshot tree snapshot_30.bin.zstd /live/one --format json
