#!/bin/sh
cd "$GOLDEN/keeper" || exit
for words in "" "no-such-directory" "12-survivor-of-three 12-survivor-of-three" "d5-missing-middle-log/snapshots/.. ."; do
    # shellcheck disable=SC2086
    keeperctl recover inspect $words
    echo "exit code $?"
done
