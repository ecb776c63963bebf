#!/bin/sh
cp "$GOLDEN"/keeper/04-live-ephemerals-sigkill/snapshot_30.bin.zstd .
keeperctl snapshot dump snapshot_30.bin.zstd > all
head -n 3 all
wc -l < all
keeperctl snapshot dump snapshot_30.bin.zstd --format csv --path '/live/*'
keeperctl snapshot dump snapshot_30.bin.zstd --format json --path '/live/one'
keeperctl snapshot dump snapshot_30.bin.zstd --format json --path '/none'
