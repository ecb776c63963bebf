#!/bin/sh
# Every snapshot of a real server is well.
for file in "$GOLDEN"/keeper/0*/snapshot_* "$GOLDEN"/keeper/0*/n*/snapshot_*; do
    keeperctl snapshot verify --quiet "$file" || echo "not well: $file"
done
cp "$GOLDEN"/keeper/04-live-ephemerals-sigkill/snapshot_30.bin.zstd .
keeperctl snapshot verify snapshot_30.bin.zstd
keeperctl snapshot verify snapshot_30.bin.zstd --format json
cp snapshot_30.bin.zstd snapshot_31.bin.zstd
keeperctl snapshot verify snapshot_31.bin.zstd
echo "exit $?"
