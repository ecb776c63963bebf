#!/bin/sh
cp "$GOLDEN"/keeper/07-session-expiry-restart/snapshot_60.bin.zstd "$GOLDEN"/keeper/02-rich-zstdlog-rotated/snapshot_70.bin.zstd .
keeperctl snapshot sessions snapshot_60.bin.zstd
keeperctl snapshot sessions snapshot_60.bin.zstd --format json > sessions.json
head -n 12 sessions.json
keeperctl snapshot acls snapshot_70.bin.zstd
keeperctl snapshot acls snapshot_70.bin.zstd --format json > acls.json
head -n 24 acls.json
