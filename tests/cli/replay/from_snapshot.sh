#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl replay 12-survivor-of-three --from-snapshot 30 | head -n 3
keeperctl replay 12-survivor-of-three --from-snapshot none | head -n 3
keeperctl replay 12-survivor-of-three | head -n 3
keeperctl replay 12-survivor-of-three --from-snapshot 31
echo "exit code $?"
keeperctl replay 02-rich-zstdlog-rotated --from-snapshot none
echo "exit code $?"
keeperctl replay d9-flipped-byte-snapshot --from-snapshot 50
echo "exit code $?"
keeperctl replay d6-zero-byte-snapshot
