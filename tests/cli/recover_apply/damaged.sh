#!/bin/sh
cp -r "$GOLDEN/keeper/d4-flipped-byte-middle-log" damaged
keeperctl recover apply damaged --single --to recovered
echo "exit code $?"
keeperctl recover apply damaged --single --to recovered --accept-loss 17
ls recovered/damaged recovered/log
cmp recovered/damaged/changelog_51_75.bin damaged/log/changelog_51_75.bin
