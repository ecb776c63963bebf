#!/bin/sh
cd "$GOLDEN/keeper/08-cluster3-sigterm" || exit
for words in "n1" "n1 --single" "n1 --single --id 9" "n1 --single --server 1=a:1" "n1 --server 4=a:1 --server 5=b:1" \
    "n1 --server 1=a:1 --server 1=b:1" "n1 --server a:1" "n1 --single --id 1 --choose n2"; do
    # shellcheck disable=SC2086
    keeperctl recover plan $words
    echo "exit code $?"
done
