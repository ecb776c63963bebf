#!/bin/sh
keeper_on_disks
touch disks/big/tmp_changelog_1_10.bin disks/old/snapshots/tmp_snapshot_60.bin.zstd disks/big/.keeperfs.x.0.part
cp disks/old/snapshots/snapshot_70.bin.zstd disks/fast
printf torn >disks/big/snapshot_50.bin.zstd
touch disks/big/tmp_snapshot_50.bin.zstd
keeperctl disk cleanup --old-config old.xml --config new.xml
echo "exit code $?"
for how in --dry-run --yes; do
    keeperctl disk cleanup --old-config old.xml --config new.xml $how | sed "s|$PWD/||"
done
find disks -name '*snapshot*' | sort
