#!/bin/sh
cp -r "$GOLDEN/keeper/12-survivor-of-three" keeper1
keeperctl recover apply keeper1 --single --id 1 --to recovered
ls recovered recovered/log recovered/snapshots
cmp recovered/log/changelog_1_100.bin keeper1/log/changelog_1_100.bin
diff -r keeper1 "$GOLDEN/keeper/12-survivor-of-three"
keeperctl fsck recovered --quiet
echo "fsck $?"
keeperctl state show recovered
