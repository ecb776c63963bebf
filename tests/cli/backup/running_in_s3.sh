#!/bin/sh
# Of a disk the server says the name: it must be that of the configuration, and a URL says none.
cat > keeper.xml <<X
<clickhouse><storage_configuration><disks><far><type>s3_plain</type><endpoint>http://127.0.0.1:1/logs/keeper/</endpoint></far>
</disks></storage_configuration><keeper_server><server_id>1</server_id><log_storage_disk>far</log_storage_disk>
<snapshot_storage_disk>far</snapshot_storage_disk></keeper_server></clickhouse>
X
serving scene:owns-rich-in-s3 -- keeperctl backup create --config keeper.xml --host @1 --to store
echo "exit code $?"
serving scene:owns-rich -- keeperctl backup create --config keeper.xml --host @1 --to store
echo "exit code $?"
serving scene:owns-rich-in-s3 -- keeperctl backup create --log-dir s3://logs/keeper --host @1 --to store --s3-endpoint http://127.0.0.1:1
echo "exit code $?"
ls store
