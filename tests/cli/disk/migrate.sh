#!/bin/sh
keeper_on_disks
cp -r disks/old before
keeperctl disk migrate --old-config old.xml --config new.xml --dry-run --quiet && diff -r disks/old before
keeperctl disk migrate --old-config old.xml --config new.xml --keep-source --quiet --yes && diff -r disks/old before
keeperctl disk migrate --old-config old.xml --config new.xml --yes --bandwidth 100MiB --parallel 3 --quiet
find disks -type f | sort
same_content disks before
keeperctl disk migrate --old-config old.xml --config new.xml --yes
keeperctl disk verify --config new.xml | sed "s|$PWD/||"
