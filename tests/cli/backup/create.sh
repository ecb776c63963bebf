#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl backup create 02-rich-zstdlog-rotated --to "$HOME/store" | plain_backup
keeperctl backup create 02-rich-zstdlog-rotated --to "$HOME/store" --quiet
keeperctl backup create --log-dir 02-rich-zstdlog-rotated/log --snapshot-dir 02-rich-zstdlog-rotated --to "$HOME/store" | plain_backup
