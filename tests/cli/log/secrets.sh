#!/bin/sh
# The password of an Auth request is not printed, in no format.
cd "$GOLDEN/keeper" || exit
keeperctl log grep 10-force-recovered-single 13-survivor-conf-appended 05-zstdlog-sigkill --op Auth
for format in text jsonl csv; do
    keeperctl log dump 10-force-recovered-single 05-zstdlog-sigkill --format $format | grep -c -e user:secret -e dXNlcjpzZWNyZXQ -e 75736572
done
true
