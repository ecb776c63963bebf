#!/bin/sh
cp "$GOLDEN"/keeper/04-live-ephemerals-sigkill/snapshot_30.bin.zstd "$GOLDEN"/keeper/02-rich-zstdlog-rotated/snapshot_70.bin.zstd .
keeperctl snapshot stat snapshot_30.bin.zstd /live/one
keeperctl snapshot stat snapshot_30.bin.zstd /app --format json
keeperctl snapshot stat snapshot_70.bin.zstd /acl/digest
