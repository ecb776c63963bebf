#!/bin/sh
mkdir out
data=$GOLDEN/keeper/05-zstdlog-sigkill
for version in 3 4 5 6 7 8 9; do
    keeperctl replay "$data" --output-dir out --snapshot-version $version --force --format json > answer || continue
    grep -e '"snapshot_version"' -e '"digest_version"' answer
    keeperctl snapshot dump out/*.zstd | same_keeper_tree "$data/tree.jsonl"
done
# Without a session every record has the zxid of its index.
keeperctl replay "$data" --output-dir out --at-index 1 --snapshot-version 4
echo "exit code $?"
keeperctl replay "$data" --output-dir out --server-version 24.8 --force --format json | grep '"snapshot_version"'
