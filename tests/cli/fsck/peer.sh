#!/bin/sh
cp -r "$GOLDEN/keeper/d5-missing-middle-log" n1
cp -r "$GOLDEN/keeper/d6-zero-byte-snapshot" n2
keeperctl fsck n1 --peer n2 --repair-to copy
echo "exit code $?"
keeperctl fsck copy --quiet
