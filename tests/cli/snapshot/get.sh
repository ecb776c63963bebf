#!/bin/sh
# The bytes and nothing else.
cp "$GOLDEN"/keeper/04-live-ephemerals-sigkill/snapshot_30.bin.zstd .
keeperctl snapshot get snapshot_30.bin.zstd /live/one | od -c
keeperctl snapshot get snapshot_30.bin.zstd /live/one --format json
keeperctl snapshot get snapshot_30.bin.zstd /nowhere 2>&1
echo "exit $?"
keeperctl snapshot get - /app < snapshot_30.bin.zstd
