#!/bin/sh
# Its secrets are replaced, and what is said of them are their keys.
cp -r "$GOLDEN/keeper/01-simple-plainlog" data
mkdir data/snapshots
cat > keeper.xml <<X
<clickhouse><keeper_server><server_id>1</server_id><log_storage_path>data/log</log_storage_path>
<snapshot_storage_path>data/snapshots</snapshot_storage_path></keeper_server>
<openSSL><server><privateKeyPassphraseHandler><options><password>tell-nobody</password></options></privateKeyPassphraseHandler></server></openSSL>
</clickhouse>
X
keeperctl backup create --config keeper.xml --stopped --to store --format json | grep -A3 replaced
grep -rc tell-nobody store | grep -v ':0'
grep -rl secret-replaced store | wc -l
keeperctl backup create --config keeper.xml --stopped --to open --with-config --quiet
grep -rl tell-nobody open | wc -l
