#!/bin/sh
# A Keeper's folders instead of a ZooKeeper's.
mkdir keeper
touch keeper/snapshot_50.bin.zstd keeper/changelog_51_100.bin.zstd
convert keeper
