#!/bin/sh
# A multi gives a line for each of its operations.
cd "$GOLDEN/keeper" || exit
keeperctl log dump 05-zstdlog-sigkill --from 1 --to 4 --format jsonl
keeperctl log dump 05-zstdlog-sigkill --from 56 --to 56 --format jsonl
