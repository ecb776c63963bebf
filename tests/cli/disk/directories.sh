#!/bin/sh
keeper_on_disks
keeperctl disk plan --from disks/old/snapshots --to disks/big 2>&1 | sed "s|$PWD/||"
keeperctl disk migrate --from disks/old/snapshots --to disks/new --config new.xml --yes
echo "exit code $?"
keeperctl disk migrate --from disks/old/snapshots --to disks/big --config new.xml --yes --quiet
ls disks/old/snapshots disks/big
ln -s big disks/link
keeperctl disk migrate --from disks/link --to disks/big --allow-unnamed-source --yes
echo "exit code $?"
ls disks/big
