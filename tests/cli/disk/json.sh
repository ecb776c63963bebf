#!/bin/sh
keeper_on_disks
keeperctl disk migrate --old-config old.xml --config new.xml --yes --parallel 1 --format json | sed "s|$PWD/||"
