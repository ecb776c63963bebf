#!/bin/sh
mkdir full && touch full/file
for words in "" "--to full" "--to new --at-index 9999" "--to new --at-index 1" "--to new --at-time yesterday" "--to new --at-zxid x" \
             "--to new --backup 20261128T140000Z-99999999" "--to new --path /no-such" "--path /app" \
             "--to new --to-log-dir log --to-snapshot-dir snapshots --to-state state"; do
    # shellcheck disable=SC2086
    keeperctl restore "$GOLDEN/backup" $words 2>&1 | sed "s|$GOLDEN|GOLDEN|"
done
ls
