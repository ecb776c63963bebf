#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl recover apply 12-survivor-of-three --single --id 1 --to "$TMPDIR/recovered"
cd "$TMPDIR" || exit
ls recovered recovered/log recovered/snapshots
cmp recovered/log/changelog_1_100.bin "$GOLDEN/keeper/12-survivor-of-three/log/changelog_1_100.bin"
keeperctl fsck recovered --quiet
echo "fsck $?"
keeperctl state show recovered
