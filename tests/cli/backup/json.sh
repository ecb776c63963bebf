#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl backup create 02-rich-zstdlog-rotated --to "$HOME/store" --format json | plain_backup
keeperctl backup create 02-rich-zstdlog-rotated --to "$HOME/store" --format jsonl | plain_backup
