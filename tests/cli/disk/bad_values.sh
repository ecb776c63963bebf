#!/bin/sh
keeper_on_disks
try() {
    keeperctl disk "$@" 2>&1
    echo "exit code $?"
}
try list
try list --from disks/big
try plan --old-config old.xml
try migrate --config new.xml --bandwidth fast
try migrate --from disks/big --to disks/big/../big | sed "s|$PWD/||"
try verify --config missing.xml
