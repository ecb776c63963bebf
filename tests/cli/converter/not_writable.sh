#!/bin/sh
mkdir -p sealed/out
chmod 555 sealed sealed/out
without_root_rights touch sealed/out/probe 2> /dev/null && echo "the folder is writable: this case shows nothing"
without_root_rights keeper-converter --zookeeper-logs-dir "$GOLDEN/zookeeper/plain/version-2" \
    --zookeeper-snapshots-dir "$GOLDEN/zookeeper/plain/version-2" --output-dir sealed/out
code=$?
ls -A sealed sealed/out
chmod 755 sealed sealed/out
exit $code
