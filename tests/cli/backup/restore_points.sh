#!/bin/sh
keeperctl restore "$GOLDEN/backup" --at-index 75 --to restored | grep 'last record'
keeperctl restore "$GOLDEN/backup" --at-zxid 0x48 --to by-zxid | grep 'last record'
keeperctl restore "$GOLDEN/backup" --path '/app/**' --at-index 75 --to subtree | grep -v sha256
keeperctl snapshot ls subtree /
# What a server has uploaded, alone and among others.
keeperctl restore "$GOLDEN/keeper/02-rich-zstdlog-rotated/snapshot_60.bin.zstd" --to uploaded | grep 'last record'
mkdir uploads && cp "$GOLDEN"/keeper/02-rich-zstdlog-rotated/snapshot_* uploads
keeperctl restore uploads --to newest | grep 'last record'
keeperctl fsck newest --quiet
echo "exit code $?"
