#!/bin/sh
keeper_on_disks
touch disks/big/tmp_changelog_1_10.bin disks/fast/notes.txt disks/old/snapshots/tmp_snapshot_60.bin.zstd
cp disks/old/snapshots/snapshot_70.bin.zstd disks/fast
keeperctl disk list --old-config old.xml --config new.xml | sed "s|$PWD/||"
