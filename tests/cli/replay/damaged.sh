#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl replay d3-flipped-byte-plain
echo "exit code $?"
keeperctl replay d5-missing-middle-log
echo "exit code $?"
keeperctl replay d5-missing-middle-log --format json
