#!/bin/sh
cat > s3.xml <<END
<clickhouse><keeper_server><log_storage_disk>bucket</log_storage_disk><snapshot_storage_disk>gone</snapshot_storage_disk>
</keeper_server><storage_configuration><disks><bucket><type>s3</type><endpoint>https://h/b/</endpoint>
<metadata_path>/nowhere/</metadata_path></bucket></disks>
</storage_configuration></clickhouse>
END
cat > several.xml <<END
<clickhouse><keeper_server><log_storage_path>/keeper/log</log_storage_path>
<latest_log_storage_disk>fast</latest_log_storage_disk></keeper_server>
<storage_configuration><disks><fast><path>/fast/</path></fast></disks></storage_configuration></clickhouse>
END
echo "<clickhouse/>" > other.xml
for words in "log info --config s3.xml" "snapshot info --config s3.xml" "log info --config several.xml" \
    "fsck --config other.xml" "replay --config missing.xml" "log info --config several.xml file" \
    "snapshot info file --config several.xml" "snapshot get --config several.xml" "snapshot get file /app --config several.xml" \
    "fsck directory --config several.xml" "state show" "snapshot get" "snapshot get file"; do
    # shellcheck disable=SC2086
    keeperctl $words 2>&1 | head -1
done
