#!/bin/sh
cp -r "$GOLDEN/keeper/02-rich-zstdlog-rotated" data && chmod -R u+w data
keeperctl backup create data --to store --format json | plain_backup
keeperctl backup create data --to store --format jsonl | plain_backup
