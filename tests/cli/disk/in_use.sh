#!/bin/sh
keeper_on_disks
try() {
    "$@" --old-config old.xml --config new.xml --yes --quiet 2>&1
    echo "exit code $?"
}
masked() { sed "s/process [0-9]*/process N/; s|$PWD/||"; }
touch disks/old/status
try flock disks/old/status keeperctl disk migrate | masked
sleep 60 7<disks/old/log/changelog_65_72.bin.zstd >/dev/null 2>&1 &
try keeperctl disk cleanup | masked
kill $!
