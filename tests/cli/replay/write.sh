#!/bin/sh
data=$GOLDEN/keeper/04-live-ephemerals-sigkill
mkdir end early
keeperctl replay "$data" --from-snapshot none --output-dir end
keeperctl snapshot verify end/snapshot_52.bin.zstd
keeperctl snapshot dump end/snapshot_52.bin.zstd | same_keeper_tree "$data/tree.jsonl"
keeperctl snapshot sessions end/snapshot_52.bin.zstd
# What the server itself wrote at that index.
keeperctl replay "$data" --from-snapshot none --at-index 30 --output-dir early --quiet
keeperctl snapshot dump early/snapshot_30.bin.zstd | sort > ours
keeperctl snapshot dump "$data/snapshot_30.bin.zstd" | sort > servers
cmp ours servers && echo equal
# The record at which it changed, and the tree then.
keeperctl replay "$data" --until 'missing /live/two' --output-dir early --format json
keeperctl snapshot ls early/snapshot_49.bin.zstd /live
