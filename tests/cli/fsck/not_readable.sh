#!/bin/sh
cp -r "$GOLDEN/keeper/d7-tmp-snapshot" data
chmod 0 data/log/changelog_1_25.bin
without_root_rights keeperctl fsck data --server-version 22.10
