#!/bin/sh
attempt() {
    keeperctl to-zookeeper "$@" --quiet 2>&1
    echo "exit code $?"
}
cp -r "$GOLDEN/keeper/02-rich-zstdlog-rotated" rich
cp -r "$GOLDEN/keeper/d5-missing-middle-log" gap
mkdir full
touch full/log.1
attempt
attempt rich
attempt nowhere --output-dir out
attempt rich --output-dir out
attempt rich --output-dir full --lost-names drop
attempt gap --output-dir out --lost-names drop
attempt gap --output-dir out --lost-names drop --at-index 50
attempt rich --output-dir out2 --lost-names drop --at-index 1000
attempt rich/snapshot_70.bin.zstd --output-dir out2 --at-index 70
attempt rich --output-dir out2 --zookeeper-version 3.4
attempt rich --output-dir out2 --zookeeper-version new
attempt rich --output-dir out2 --sessions some
ls . full out
