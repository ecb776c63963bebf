#!/bin/sh
cp -r "$GOLDEN/keeper/12-survivor-of-three" keeper
keeperctl recover apply keeper --single --id 1 --in-place
echo "exit code $?"
keeperctl recover apply keeper --single --id 1 --in-place --yes
ls -A . keeper keeper.before-recovery
cmp keeper/log/changelog_1_100.bin "$GOLDEN/keeper/12-survivor-of-three/log/changelog_1_100.bin"
cmp keeper.before-recovery/snapshots/snapshot_60.bin.zstd "$GOLDEN/keeper/12-survivor-of-three/snapshot_60.bin.zstd"
keeperctl recover apply keeper --single --in-place --yes
echo "exit code $?"
keeperctl recover apply keeper --single --in-place --backup-dir other --yes --quiet
ls other
