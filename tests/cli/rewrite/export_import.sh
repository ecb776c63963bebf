#!/bin/sh
# A subtree out of one snapshot and into another, under another path.
cp -r "$GOLDEN/keeper/02-rich-zstdlog-rotated" rich
cp -r "$GOLDEN/keeper/04-live-ephemerals-sigkill" live
nodes() {
    keeperctl snapshot dump "$1" | grep -v '"path":"/keeper' | sed 's/.*"path":"\([^"]*\)".*/\1/' | sort
}
keeperctl snapshot export rich /seq --output seq.bin.zstd --quiet
nodes seq.bin.zstd
import() {
    keeperctl snapshot import live --from seq.bin.zstd --path /seq "$@"
    echo "exit code $?"
}
import --to /live/seq --output new.bin.zstd | sed 's/^  \(file\|size\|sha256\) .*/  \1/'
keeperctl snapshot verify new.bin.zstd
keeperctl snapshot sequence get new.bin.zstd /live/seq
nodes new.bin.zstd
import --to /live --output other.bin.zstd 2>&1
import --to /nowhere/seq --output other.bin.zstd 2>&1
import --to / --output other.bin.zstd 2>&1
keeperctl snapshot import live --from seq.bin.zstd --path /missing --output other.bin.zstd 2>&1
keeperctl snapshot import new.bin.zstd --from seq.bin.zstd --path /seq --to /live/seq --on-conflict replace \
    --output replaced.bin.zstd --quiet
keeperctl snapshot verify replaced.bin.zstd
keeperctl snapshot import new.bin.zstd --from seq.bin.zstd --path /seq --to /live --on-conflict keep \
    --output kept.bin.zstd --format json | grep -A 6 '"imported"'
