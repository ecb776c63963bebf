#!/bin/sh
cd "$GOLDEN/keeper/d7-tmp-snapshot" || exit
keeperctl fsck --log-dir log --snapshot-dir snapshots --state state --no-replay
