#!/bin/sh
# A file, a directory with snapshots in it or below it, one of several, and a pipe: the same answer.
mkdir -p data/coordination/snapshots
cp "$GOLDEN"/keeper/07-session-expiry-restart/snapshot_*.zstd data/coordination/snapshots
cp "$GOLDEN"/keeper/07-session-expiry-restart/snapshot_36.bin.zstd anything
index() { keeperctl snapshot info --format json "$@" | grep -e last_log_index -e '"file"'; }
index data
index data/coordination
index data/coordination/snapshots
index data --index 48
index anything
index - < anything
