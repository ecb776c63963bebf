#!/bin/sh
mkdir -p data/logs data/snapshots
touch data/logs/changelog_1_100.bin data/snapshots/notes.txt
cat > keeper_config.xml <<END
<clickhouse><keeper_server><server_id>1</server_id><tcp_port>9181</tcp_port>
<storage_path>$PWD/data</storage_path>
<raft_configuration><server><id>1</id><hostname>keeper1</hostname><port>9234</port></server></raft_configuration>
</keeper_server></clickhouse>
END
keeperctl config check keeper_config.xml --quiet
echo "exit code $?"
keeperctl config check keeper_config.xml --on-this-machine --format json > answer
echo "exit code $?"
grep '"message"' answer | sed "s|$PWD|HERE|g"
