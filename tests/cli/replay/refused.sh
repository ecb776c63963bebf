#!/bin/sh
cp -r "$GOLDEN/keeper/04-live-ephemerals-sigkill" data
cp -r "$GOLDEN/keeper/d5-missing-middle-log" gap
mkdir out
attempt() {
    keeperctl replay "$@" --quiet 2>&1
    echo "exit code $?"
}
attempt data --output-dir data
attempt data --output-dir data --force
attempt data --output-dir data/log
attempt data --output-dir nowhere
attempt data --output-dir data/state
attempt gap --output-dir out
attempt gap --from-snapshot none --output-dir out
change_record data/log/changelog_1_1000.bin 40 -1
attempt data --output-dir out
attempt data --output-dir out --at-index 39
attempt data --output-dir out --at-index 39
attempt data --output-dir out --at-index 39 --force
attempt data --from-snapshot none --at-index 0 --output-dir out
ls data out
