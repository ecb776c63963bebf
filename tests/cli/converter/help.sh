#!/bin/sh
# Every option is in the help, and the help fits a terminal.
keeper-converter --help > help
for option in zookeeper-logs-dir zookeeper-snapshots-dir output-dir snapshot-version for-keeper digest-version codec \
    compression-level sessions special-nodes acl-policy acl-map drop-path until-zxid until-time allow-fuzzy allow-gap \
    force dry-run trust-empty digest-charset threads format report quiet verbose color progress version help; do
    grep -q -e "--$option\b" help || echo "not in the help: --$option"
done
grep -n '.\{101\}' help
true
