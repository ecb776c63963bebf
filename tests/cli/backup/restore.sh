#!/bin/sh
keeperctl restore "$GOLDEN/backup" --backup 20261128T140000Z-00000001 --to restored
keeperctl fsck restored --quiet
echo "exit code $?"
mkdir log
keeperctl restore "$GOLDEN/backup" --to-log-dir log --to-snapshot-dir snapshots --to-state state --format json --backup 20261128T140000Z-00000001
ls
