#!/bin/sh
# No file for a catch-up where that could not be shown to be right, and none among a server's files.
try() {
    mkdir -p bulk migration
    keeper-converter --zookeeper-logs-dir input --zookeeper-snapshots-dir input --output-dir bulk --quiet "$@" 2>&1
    echo "exit status $?"
}
take_input plain
try --catch-up-file migration/notes --drop-path /app
try --catch-up-file migration/notes --sessions drop
try --catch-up-file input/notes
try --catch-up-file bulk/notes
try --catch-up-file nowhere/notes
rm -r input
take_input release-3.5
rm input/log.3f input/snapshot.65
try --catch-up-file migration/notes --allow-gap
ls bulk migration
echo "-- nor by a dry run"
try --catch-up-file migration/notes --dry-run --until-zxid 0x3d
ls bulk migration
