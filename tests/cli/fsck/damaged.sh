#!/bin/sh
cd "$GOLDEN/keeper"
keeperctl fsck d4-flipped-byte-middle-log
echo "exit code $?"
keeperctl fsck d11-zstd-three-runs --verbose --server-version 22.10
