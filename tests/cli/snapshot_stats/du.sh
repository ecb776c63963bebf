#!/bin/sh
file=$GOLDEN/keeper/02-rich-zstdlog-rotated/snapshot_70.bin.zstd
keeperctl snapshot du "$file" --top 4
keeperctl snapshot du "$file" /seq --by bytes --depth 3 --top 2
keeperctl snapshot du - / --by children --top 1 --format json < "$file"
keeperctl snapshot du "$file" /bin --by memory
