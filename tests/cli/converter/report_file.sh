#!/bin/sh
convert "$GOLDEN/zookeeper/plain/version-2" --report report.json > text
report report.json last_zxid
grep -c . text | grep -q . && echo "and text on stdout"
