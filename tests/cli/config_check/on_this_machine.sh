#!/bin/sh
# What lies in the directories of the server, of all its disks.
mkdir -p data/logs data/snapshots old
touch data/logs/changelog_1_100.bin data/snapshots/notes.txt
cat > keeper_config.xml <<END
<clickhouse><keeper_server><server_id>1</server_id><tcp_port>9181</tcp_port>
<storage_path>$PWD/data</storage_path><old_log_storage_disk>old</old_log_storage_disk>
<raft_configuration><server><id>1</id><hostname>keeper1</hostname><port>9234</port></server></raft_configuration>
</keeper_server>
<storage_configuration><disks><old><path>$PWD/old/</path></old></disks></storage_configuration></clickhouse>
END
check() {
    keeperctl config check keeper_config.xml --on-this-machine --format json > answer
    echo "exit code $?"
    grep '"message"' answer | sed "s|$PWD|HERE|g; s|by $(id -un),|by ME,|"
}
keeperctl config check keeper_config.xml --quiet
echo "exit code $?"
check
rm data/snapshots/notes.txt
chmod 777 old
check
chmod 555 old
check
chmod 755 old
without_root_rights chmod 0 data
without_root_rights keeperctl config check keeper_config.xml --on-this-machine --quiet
echo "exit code $?"
chmod 755 data
# A tree whose sequence counter a server of 26.4 could not write with its default.
keeperctl snapshot sequence set "$GOLDEN/keeper/02-rich-zstdlog-rotated" /seq 3000000000 --snapshot-version 7 --output-dir data/snapshots --quiet
keeperctl config check keeper_config.xml --on-this-machine --server-version 26.4 | grep -A3 stored.version
