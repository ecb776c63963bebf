#!/bin/sh
# Also of a run that makes none.
keeperctl backup create "$GOLDEN/keeper/02-rich-zstdlog-rotated" --to store --metrics-file keeper.prom --quiet
plain_backup < keeper.prom
mkdir empty
keeperctl backup create --log-dir empty --to store --metrics-file keeper.prom
echo "exit code $?"
grep -v '^#' keeper.prom | plain_backup
