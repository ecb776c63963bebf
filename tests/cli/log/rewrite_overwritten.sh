#!/bin/sh
# The record appended last takes the place of those from its index on.
log="$GOLDEN/keeper/13-survivor-conf-appended/log/changelog_1_100.bin"
keeperctl log splice "$log" --from 1 --to 79 --output first.bin
keeperctl log splice "$log" --from 40 --to 80 --output second.bin
cat first.bin second.bin >changelog_1_100.bin
mkdir new
keeperctl log rewrite changelog_1_100.bin --output-dir new --format json
cmp new/changelog_1_100000.bin "$log"
