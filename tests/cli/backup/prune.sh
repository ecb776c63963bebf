#!/bin/sh
# The newest good one stays, also where a later one is of a damaged source.
cp -r "$GOLDEN/backup" store && chmod -R u+w store
for name in 01-simple-plainlog 02-rich-zstdlog-rotated d4-flipped-byte-middle-log; do
    keeperctl backup create "$GOLDEN/keeper/$name" --to store --quiet
done
keeperctl backup prune store --keep-last 1 --dry-run | plain_backup
keeperctl backup prune store --keep-last 1
echo "exit code $?"
keeperctl backup prune store --keep-last 1 --yes --format json | plain_backup
keeperctl backup list store | wc -l
keeperctl backup verify store --quiet
echo "exit code $?"
