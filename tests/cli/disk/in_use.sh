#!/bin/sh
keeper_on_disks
touch disks/old/status
flock disks/old/status keeperctl disk migrate --old-config old.xml --config new.xml --yes
echo "exit code $?"
sh -c 'sleep 60 & echo $! >sleeper' <disks/old/log/changelog_65_72.bin.zstd >/dev/null
keeperctl disk cleanup --old-config old.xml --config new.xml --yes
echo "exit code $?"
kill "$(cat sleeper)"
