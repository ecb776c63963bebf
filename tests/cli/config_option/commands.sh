#!/bin/sh
# Each command reads the same with the configuration as with the directory.
cp -r "$GOLDEN/keeper/02-rich-zstdlog-rotated" keeper
mkdir keeper/snapshots && mv keeper/snapshot_* keeper/snapshots
cat > keeper_config.xml <<END
<clickhouse><keeper_server><server_id>1</server_id><log_storage_path>keeper/log</log_storage_path>
<snapshot_storage_path>keeper/snapshots</snapshot_storage_path></keeper_server></clickhouse>
END
compare() {
    "$@" keeper > directory 2>&1
    first=$?
    "$@" --config keeper_config.xml > config 2>&1
    second=$?
    sed -i "s|\./keeper/|keeper/|g" directory config
    if [ $first -eq $second ] && cmp -s directory config; then echo "same: $*"; else echo "differs: $*"; diff directory config; fi
}
compare keeperctl snapshot info
compare keeperctl snapshot verify
compare keeperctl snapshot stats
compare keeperctl snapshot dump
compare keeperctl log info
compare keeperctl log verify
compare keeperctl log grep --failed
compare keeperctl log blame /cver/k0
compare keeperctl replay --check
compare keeperctl state show
compare keeperctl snapshot rewrite --output new.bin.zstd --dry-run
keeperctl snapshot sequence set /app 1000 --config keeper_config.xml --output new.bin.zstd > /dev/null
echo "exit code $?"
keeperctl snapshot sequence get new.bin.zstd /app
keeperctl snapshot sequence set /app --config keeper_config.xml --output new.bin.zstd
keeperctl snapshot ls /app --config keeper_config.xml
keeperctl snapshot tree --config keeper_config.xml /seq
keeperctl snapshot get --config keeper_config.xml /app --format json
keeperctl fsck --config keeper_config.xml | tail -5
