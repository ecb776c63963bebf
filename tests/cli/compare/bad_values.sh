#!/bin/sh
cd "$GOLDEN/keeper/02-rich-zstdlog-rotated" || exit
s=snapshot_60.bin.zstd
keeperctl diff $s
keeperctl diff $s $s --ignore mtim
keeperctl diff $s $s --ignore-path a
keeperctl diff $s $s --preset other
keeperctl diff $s $s --memory much
keeperctl diff $s $s --at-index-a 5
keeperctl diff . $s --at-index-a 500
keeperctl diff none $s
keeperctl hash $s --with speed
keeperctl hash tree.jsonl
