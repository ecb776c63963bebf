#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl log dump 05-zstdlog-sigkill --from 1 --to 8 --format csv
