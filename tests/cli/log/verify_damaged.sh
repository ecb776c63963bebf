#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl log verify d4-flipped-byte-middle-log
echo "exit code $?"
keeperctl log verify d10-zero-tail-plain/log/changelog_76_100.bin
echo "exit code $?"
keeperctl log verify d11-zstd-three-runs --format json
