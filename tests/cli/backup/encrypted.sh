#!/bin/sh
echo 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f > key
echo ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f > wrong
keeperctl backup create "$GOLDEN/keeper/02-rich-zstdlog-rotated" --to store --key-file key --compress --quiet
for words in "" "--key-file wrong" "--key-file key"; do
    # shellcheck disable=SC2086
    keeperctl restore store --to restored --quiet $words 2>&1 | plain_backup
done
ls restored
KEY=$(cat key) keeperctl backup verify store --key-env KEY --quiet
echo "exit code $?"
