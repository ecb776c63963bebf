#!/bin/sh
# The logs must be shown to go on from the bulk result.
take_input plain
bulk input --until-zxid 0x50
echo '-- another ensemble'
cp -r "$GOLDEN/zookeeper/gzip/version-2" other
catch_up other
echo '-- the logs are gone'
mkdir no-logs
cp input/snapshot.3e no-logs
catch_up no-logs
echo '-- they begin later'
mkdir later
cp "$GOLDEN/zookeeper/release-3.5/version-2/log.67" later
catch_up later
echo '-- the server was sent a snapshot'
cp -r input sent
cp input/snapshot.3e sent/snapshot.79
catch_up sent
echo '-- a record is missing'
rm -r bulk input
take_input release-3.5
bulk input --until-zxid 0x3d
rm input/log.3f
catch_up input
echo '-- the time of the snapshot is still not covered'
rm -r bulk input
take_input fuzzy-sessions
rm input/log.*
bulk input --allow-fuzzy
mv bulk/snapshot_*.zstd bulk-snapshot
catch_up input --bulk-snapshot bulk-snapshot
ls out
