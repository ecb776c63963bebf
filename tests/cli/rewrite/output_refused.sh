#!/bin/sh
# Neither over a file, nor the input, nor beside a snapshot of the same index, nor among changelogs.
refused() {
    keeperctl snapshot rewrite snapshots/snapshot_70.bin.zstd "$@" 2> message
    echo "$?: $*: $(cut -c1-120 message | head -n 1)"
}
mkdir snapshots logs
cp "$GOLDEN/keeper/02-rich-zstdlog-rotated/snapshot_70.bin.zstd" snapshots
touch there logs/changelog_1_100.bin
refused --output there
refused --output snapshots/snapshot_70.bin.zstd --force
refused --output snapshots/../snapshots/snapshot_70.bin.zstd --force
refused --output-dir snapshots --codec lz4 --force
refused --output-dir logs
refused --output-dir nowhere
refused --output tmp_snapshot_70.bin
refused --output snapshot_71.bin
refused --output-dir . --output new
refused
ls . snapshots logs
