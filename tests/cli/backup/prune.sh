#!/bin/sh
cp -r "$GOLDEN/backup" store && chmod -R u+w store
keeperctl backup prune store --keep-last 1 --dry-run
keeperctl backup prune store --keep-last 1
echo "exit code $?"
keeperctl backup prune store --keep-last 1 --yes --format json
keeperctl backup verify store --quiet
echo "exit code $?"
