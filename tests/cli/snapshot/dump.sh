#!/bin/sh
cp "$GOLDEN"/keeper/04-live-ephemerals-sigkill/snapshot_30.bin.zstd .
keeperctl snapshot dump snapshot_30.bin.zstd | head -n 3
keeperctl snapshot dump snapshot_30.bin.zstd | wc -l
keeperctl snapshot dump snapshot_30.bin.zstd --format csv --path '/live/*'
keeperctl snapshot dump snapshot_30.bin.zstd --format json --path '/live/one'
keeperctl snapshot dump snapshot_30.bin.zstd --format json --path '/none'
