#!/bin/sh
for words in "--server 1=a:1" "--add 2=b:1" "--server 1=a:1 --add 1=b:1" "--server 1=a:1 --add 2=a:1" \
    "--server 1=a:1 --remove 3" "--server 1=a:1 --remove 1" "--server 1=a:1 --add 2=b:1 --by rumour"; do
    # shellcheck disable=SC2086
    keeperctl cluster plan-grow $words
    echo "exit code $?"
done
