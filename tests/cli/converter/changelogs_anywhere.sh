#!/bin/sh
# keeper/log, keeper/logs and the output folder itself are where a Keeper's changelogs are found.
for folder in keeper/log keeper/logs keeper/snapshots keeper/elsewhere; do
    mkdir -p keeper/snapshots "$folder"
    touch "$folder/changelog_1_1000.bin"
    keeper-converter --zookeeper-logs-dir "$GOLDEN/zookeeper/plain/version-2" --quiet \
        --zookeeper-snapshots-dir "$GOLDEN/zookeeper/plain/version-2" --output-dir keeper/snapshots/ 2> /dev/null
    echo "$folder: $?"
    rm -r keeper
done
