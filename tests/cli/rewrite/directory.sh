#!/bin/sh
# A directory stands for its newest snapshot, or for the one that --index names.
for index in "" "--index 60"; do
    # shellcheck disable=SC2086 # two words or none
    keeperctl snapshot rewrite "$GOLDEN/keeper/02-rich-zstdlog-rotated" $index --output-dir . --quiet
done
ls
