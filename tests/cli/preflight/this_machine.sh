#!/bin/sh
mkdir -p data/logs data/snapshots
cat > k.xml <<END
<clickhouse><keeper_server><server_id>1</server_id><storage_path>$PWD/data</storage_path>
<four_letter_word_allow_list>ruok</four_letter_word_allow_list>
<coordination_settings><force_sync>0</force_sync><min_time_between_fsyncs_ms>1</min_time_between_fsyncs_ms></coordination_settings>
<raft_configuration><server><id>1</id><hostname>127.0.0.1</hostname></server></raft_configuration>
</keeper_server></clickhouse>
END
preflight() {
    keeperctl preflight --config k.xml --on-this-machine --server-version 25.8 --format json > answer
    echo "exit code $?"
    outcomes < answer | sed "s|$PWD|HERE|; s|of $(id -un)$|of ME|"
}
preflight
chmod 777 data/logs
preflight | grep storage.directories
