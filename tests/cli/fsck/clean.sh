#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl fsck 02-rich-zstdlog-rotated
