#!/bin/sh
# A Keeper whose files lie on several disks reads as if they lay on one. Of a log on two disks that of the later one counts.
cp -r "$GOLDEN/keeper/02-rich-zstdlog-rotated" keeper
mkdir whole old main latest && mv keeper/snapshot_* whole && mv keeper/state whole
cp keeper/log/changelog_65_72.bin.zstd main && cp keeper/log/changelog_73_80.bin.zstd latest
head -c 100 keeper/log/changelog_65_72.bin.zstd > old/changelog_65_72.bin.zstd
cat > keeper_config.xml <<END
<clickhouse><keeper_server><log_storage_disk>main</log_storage_disk><latest_log_storage_disk>latest</latest_log_storage_disk>
<old_log_storage_disk_1>old</old_log_storage_disk_1><snapshot_storage_path>whole</snapshot_storage_path></keeper_server>
<storage_configuration><disks><main><path>main/</path></main><old><path>old/</path></old><latest><path>latest/</path></latest>
</disks></storage_configuration></clickhouse>
END
say() { # FILE, COMMAND and how it finds the files
    said=$1
    shift
    keeperctl "$@" > "$said" 2>&1
    echo "exit code $?" >> "$said"
    sed -i 's,\./main/,,; s,\./latest/,,; s,keeper/log/,,; s/ *$//' "$said"
}
compare() { # COMMAND and how it finds the same in one place
    say one "$@"
    say several "$1" "$2" --config keeper_config.xml
    tr -s ' -' < one > one.short && tr -s ' -' < several > several.short
    if cmp one.short several.short; then echo "same: $1 $2, $(tail -1 one)"; else diff one several; fi
}
compare log info keeper/log
compare log verify keeper/log
compare replay --check --snapshot-dir whole --log-dir keeper/log
