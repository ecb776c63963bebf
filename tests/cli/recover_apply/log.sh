#!/bin/sh
cp -r "$GOLDEN/keeper/12-survivor-of-three" keeper1
keeperctl recover apply keeper1 --server 1=localhost:19251 --via log --to recovered
# Eight bytes of the checksum and one of the index before differ from what a real server wrote.
cmp -l recovered/log/changelog_1_100.bin "$GOLDEN/keeper/13-survivor-conf-appended/log/changelog_1_100.bin" | wc -l
keeperctl recover apply "$GOLDEN/keeper/13-survivor-conf-appended" --server 2=localhost:19252 --to again --quiet
keeperctl log info again | grep -c 81
