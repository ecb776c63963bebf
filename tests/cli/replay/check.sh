#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl replay 04-live-ephemerals-sigkill --check
keeperctl replay 02-rich-zstdlog-rotated --check
keeperctl replay 06-digest-off-nosync-sigkill --check
keeperctl replay 01-simple-plainlog --check --format json
