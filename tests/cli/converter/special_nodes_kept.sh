#!/bin/sh
# --special-nodes fail has nothing against a version that holds them; the report says what the server must allow.
convert "$GOLDEN/zookeeper/plain/version-2" --special-nodes fail --snapshot-version 9 > report.txt
grep -o -e write_snapshot_version -e create_ttl -e create_container report.txt | sort -u
