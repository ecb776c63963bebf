#!/bin/sh
cp "$GOLDEN"/keeper/04-live-ephemerals-sigkill/snapshot_30.bin.zstd .
keeperctl snapshot sequence get snapshot_30.bin.zstd /live
keeperctl snapshot sequence get snapshot_30.bin.zstd /live --format json
keeperctl snapshot sequence get snapshot_30.bin.zstd /nowhere 2>&1
echo "exit $?"
