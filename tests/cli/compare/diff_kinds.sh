#!/bin/sh
# A directory, the snapshot that it comes to, its dump, and a configuration are one tree.
cp -r "$GOLDEN/keeper/02-rich-zstdlog-rotated" keeper
keeperctl replay keeper --output-dir . --quiet
keeperctl snapshot dump snapshot_*.bin.zstd > dump.jsonl
cat > keeper.xml <<'X'
<clickhouse><keeper_server>
<server_id>1</server_id><log_storage_path>keeper/log</log_storage_path><snapshot_storage_path>keeper</snapshot_storage_path>
</keeper_server></clickhouse>
X
for a in keeper snapshot_*.bin.zstd dump.jsonl keeper.xml; do
    for b in keeper snapshot_*.bin.zstd dump.jsonl keeper.xml; do
        keeperctl diff "$a" "$b" | tail -n 1
    done
done
keeperctl diff keeper keeper/snapshot_60.bin.zstd --at-index-a 60 | tail -n 1
# A ZooKeeper's directory, and its snapshot alone.
cp "$GOLDEN"/zookeeper/release-3.5/version-2/snapshot.* .
keeperctl diff "$GOLDEN/zookeeper/release-3.5" "$(ls snapshot.*)" --quiet
echo "$?"
