#!/bin/sh
# Each file by itself; an open frame is normal, and the last file is torn.
cd "$GOLDEN/keeper" || exit
keeperctl log info 02-rich-zstdlog-rotated d1-torn-plain-tail/log/changelog_76_100.bin 2>&1
