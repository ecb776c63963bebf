#!/bin/sh
keeper_on_disks
cp disks/old/snapshots/snapshot_70.bin.zstd disks/fast
flip_byte disks/old/snapshots/snapshot_60.bin.zstd 300
touch disks/old/snapshots/tmp_snapshot_60.bin.zstd
keeperctl disk verify --old-config old.xml --config new.xml | sed "s|$PWD/||"
keeperctl disk verify --old-config old.xml --config new.xml --quiet
echo "exit code $?"
