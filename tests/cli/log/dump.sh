#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl log dump 02-rich-zstdlog-rotated --from 65 --to 70
