#!/bin/sh
# dataLogDir and dataDir apart, as ZooKeeper's documentation advises.
take_input plain
mkdir logs snapshots out
mv input/log.* logs
mv input/snapshot.* snapshots
keeper-converter --zookeeper-logs-dir logs --zookeeper-snapshots-dir snapshots --output-dir out --quiet
same_tree "$GOLDEN/zookeeper/plain/tree.jsonl" out/snapshot_120.bin.zstd
