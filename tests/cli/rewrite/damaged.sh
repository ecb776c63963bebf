#!/bin/sh
cp "$GOLDEN/keeper/d9-flipped-byte-snapshot/snapshot_50.bin.zstd" .
keeperctl snapshot rewrite snapshot_50.bin.zstd --output new
code=$?
ls
exit $code
