#!/bin/sh
# Losses are named with what allows them; nothing is written.
snapshot="$GOLDEN/keeper/02-rich-zstdlog-rotated/snapshot_70.bin.zstd"
keeperctl snapshot rewrite "$snapshot" --output new --snapshot-version 4 --accept-loss digest
code=$?
ls
exit $code
