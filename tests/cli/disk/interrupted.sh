#!/bin/sh
keeper_on_disks
cp -r disks/old before
# A server, or a run of this, that died in the middle: the copy is marked, and half of it there.
head -c 100 disks/old/snapshots/snapshot_70.bin.zstd >disks/fast/snapshot_70.bin.zstd
touch disks/fast/tmp_snapshot_70.bin.zstd
# One that died between the last two steps.
cp disks/old/snapshots/snapshot_60.bin.zstd disks/big
signalled TERM keeperctl disk migrate --old-config old.xml --config new.xml --yes --bandwidth 3K
echo "exit code $?"
keeperctl disk migrate --old-config old.xml --config new.xml --yes --quiet
find disks -type f | sort
same_content disks before
