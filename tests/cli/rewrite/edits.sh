#!/bin/sh
# What is changed is told, with the parents that change by it.
cp "$GOLDEN/keeper/02-rich-zstdlog-rotated/snapshot_70.bin.zstd" .
keeperctl snapshot rewrite snapshot_70.bin.zstd --output new --drop-path /app --rename-path /seq=/m1/moved \
    --set-acl-recursive /seq=world:anyone:r --snapshot-version 6 --digest-version 4
keeperctl snapshot info new | grep -e nodes -e digest
