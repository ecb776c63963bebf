#!/bin/sh
# Where no snapshot is, the message says what to give.
mkdir -p empty data
cp "$GOLDEN"/keeper/07-session-expiry-restart/snapshot_*.zstd data
: > nothing
echo "no snapshot at all, only text" > text
for place in missing empty nothing text; do
    keeperctl snapshot info $place 2>&1
    echo "exit $?"
done
keeperctl snapshot info data --index 5 2>&1
echo "exit $?"
keeperctl snapshot info data/snapshot_36.bin.zstd --index 36 2>&1
echo "exit $?"
