#!/bin/sh
# A Keeper whose files lie on several disks reads as if they lay on one.
cp -r "$GOLDEN/keeper/02-rich-zstdlog-rotated" keeper
mkdir whole old main latest && mv keeper/snapshot_* whole && mv keeper/state whole
cp keeper/log/* main
first=$(find main -name "changelog_*" | sort -V | head -1) last=$(find main -name "changelog_*" | sort -V | tail -1)
mv "$first" old && mv "$last" latest
cp "main/$(ls main | head -1)" old # on two disks: that of the later one counts
cat > keeper_config.xml <<END
<clickhouse><keeper_server><log_storage_disk>main</log_storage_disk><latest_log_storage_disk>latest</latest_log_storage_disk>
<old_log_storage_disk_1>old</old_log_storage_disk_1><snapshot_storage_path>whole</snapshot_storage_path></keeper_server>
<storage_configuration><disks><main><path>main/</path></main><old><path>old/</path></old><latest><path>latest/</path></latest>
</disks></storage_configuration></clickhouse>
END
compare() { # COMMAND, then how it finds the same in one place
    for places in "--config keeper_config.xml" "$2"; do
        # shellcheck disable=SC2086
        keeperctl $1 $places > said 2>&1
        code=$?
        sed 's,\./main/,,; s,\./old/,,; s,\./latest/,,; s,keeper/log/,,; s/ *$//' said | tr -s ' -' > "said by ${places%% *}"
    done
    cmp -s "said by --config" "said by ${2%% *}" && echo "same: $1, exit code $code" || diff said*
}
compare "log info" keeper/log
compare "log verify" keeper/log
compare "replay --check" "--snapshot-dir whole --log-dir keeper/log"
