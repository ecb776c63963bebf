#!/bin/sh
cd "$GOLDEN/keeper"
keeperctl fsck 02-rich-zstdlog-rotated
