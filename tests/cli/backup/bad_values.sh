#!/bin/sh
mkdir store
echo short > key
for words in "create" "create --to store" "create no-such --to store" "create store --to store" \
             "create s3://bucket/keeper --to store" "create --log-dir s3:///keeper --to store" \
             "create $GOLDEN/keeper/01-simple-plainlog --to store --key-file key" "create store --to store --key-env NO_SUCH" \
             "list no-such" "show store" "show store ../x" "verify store" "verify $GOLDEN/backup 20261128T140000Z-99999999" \
             "prune store" "prune store --keep-last -1"; do
    # shellcheck disable=SC2086
    keeperctl backup $words 2>&1 | sed "s|$GOLDEN|GOLDEN|"
done
