#!/bin/sh
snapshot="$GOLDEN/keeper/02-rich-zstdlog-rotated/snapshot_70.bin.zstd"
keeperctl snapshot sequence set "$snapshot" /nothing 5 --output new
