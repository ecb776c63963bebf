#!/bin/sh
# Keeper starts from the snapshot with the highest index, so a lower one is no danger.
for existing in snapshot_119.bin.zstd snapshot_120.bin.zstd snapshot_120.bin snapshot_121.bin \
    snapshot_121_00000000000000ff.bin.zstd tmp_snapshot_500.bin.zstd; do
    mkdir out
    touch "out/$existing"
    convert "$GOLDEN/zookeeper/plain/version-2" --quiet 2> /dev/null
    echo "$existing: $?, $(ls out | wc -l) in the folder"
    rm -r out
done
