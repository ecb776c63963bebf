#!/bin/sh
# The server makes a snapshot first; another one than that of the files is refused.
cd "$GOLDEN/keeper/02-rich-zstdlog-rotated" || exit
serving scene:owns-rich -- keeperctl backup create . --host @2 --to "$HOME/store" | plain_backup
serving scene:owns-rich -- keeperctl backup create . --host @1 --to "$HOME/store"
echo "exit code $?"
serving scene:healthy -- keeperctl backup create . --host @2 --to "$HOME/store"
echo "exit code $?"
serving closed -- keeperctl backup create . --host @1 --to "$HOME/store"
echo "exit code $?"
