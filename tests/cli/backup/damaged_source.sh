#!/bin/sh
# Made, and exit code 3.
cd "$GOLDEN/keeper" || exit
keeperctl backup create d4-flipped-byte-middle-log --to "$HOME/store" > "$HOME/out"
echo "exit code $?"
plain_backup < "$HOME/out"
keeperctl backup verify "$HOME/store" --quiet
echo "exit code $?"
