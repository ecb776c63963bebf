#!/bin/sh
cp -r "$GOLDEN/keeper/08-cluster3-sigterm/n2" keeper2
keeperctl cluster to-single keeper2 --server 1=localhost:19999 --to copy
keeperctl cluster to-single keeper2 --server 2=localhost:19752 --to other
echo "exit code $?"
keeperctl fsck copy --quiet
echo "fsck $?"
