#!/bin/sh
# The header, what is in it, and who the members are.
cp "$GOLDEN"/keeper/08-cluster3-sigterm/n1/snapshot_80.bin.zstd .
keeperctl snapshot info snapshot_80.bin.zstd
keeperctl snapshot info --format json snapshot_80.bin.zstd
keeperctl snapshot info --quiet snapshot_80.bin.zstd
