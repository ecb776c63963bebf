#!/bin/sh
cp "$GOLDEN"/keeper/04-live-ephemerals-sigkill/snapshot_30.bin.zstd .
keeperctl snapshot ls snapshot_30.bin.zstd /
keeperctl snapshot ls snapshot_30.bin.zstd /live/ --long
keeperctl snapshot ls snapshot_30.bin.zstd / --long --sort bytes
keeperctl snapshot ls snapshot_30.bin.zstd /live --format json
keeperctl snapshot ls snapshot_30.bin.zstd /live/one
keeperctl snapshot ls snapshot_30.bin.zstd /nowhere 2>&1
echo "exit $?"
