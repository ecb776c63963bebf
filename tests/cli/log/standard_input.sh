#!/bin/sh
plain=$GOLDEN/keeper/01-simple-plainlog/log/changelog_1_1000.bin
zstd=$GOLDEN/keeper/05-zstdlog-sigkill/log/changelog_1_30.bin.zstd
keeperctl log dump - < "$plain" | head -n 3
keeperctl log dump - < "$zstd" | tail -n 1
keeperctl log grep - --op Remove < "$plain"
keeperctl log blame /app/a - < "$plain"
keeperctl log info - < "$plain"
keeperctl log verify - "$GOLDEN"/keeper/05-zstdlog-sigkill/log/changelog_31_60.bin.zstd < "$zstd"
head -c 1000 "$plain" | keeperctl log verify -
echo "exit code $?"
mkdir out
keeperctl log rewrite - --output-dir out --rotate 10 < "$plain"
: | keeperctl log info - --format json
keeperctl log dump - - < "$plain"
echo "exit code $?"
keeperctl log grep - --failed < "$plain"
