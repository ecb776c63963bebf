#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl fsck d4-flipped-byte-middle-log
echo "exit code $?"
keeperctl fsck d11-zstd-three-runs --verbose --server-version 22.10
