#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl log grep 05-zstdlog-sigkill --failed
echo "exit code $?"
keeperctl log grep 02-rich-zstdlog-rotated --failed 2>&1
echo "exit code $?"
keeperctl log grep 05-zstdlog-sigkill 02-rich-zstdlog-rotated --failed 2>&1
echo "exit code $?"
