#!/bin/sh
keeper_on_disks
try() {
    keeperctl disk "$@" 2>&1
    echo "exit code $?"
}
masked() { sed "s|$PWD/||g; s/  */ /g"; }
try plan --from disks/old/snapshots --to disks/big --quiet | masked
try migrate --from disks/old/snapshots --to disks/new --config new.xml --yes | masked
try migrate --from disks/old/snapshots --to disks/big --config new.xml --yes --quiet
ls disks/old/snapshots disks/big
# One place by two names is none to move to.
ln -s big disks/link
try migrate --from disks/link --to disks/big --allow-unnamed-source --yes | masked
ls disks/big
