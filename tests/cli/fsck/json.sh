#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl fsck d2-torn-zstd-tail --format json --server-version 22.10
