#!/bin/sh
# What each release writes itself.
for release in 21.11 22.3 23.8 24.8 25.3.1.44 26.8; do
    convert "$GOLDEN/zookeeper/plain/version-2" --for-keeper $release --report report.json --quiet
    /usr/bin/python3 -c 'import json, sys; o = json.load(open("report.json"))["output"]
print(sys.argv[1], "snapshot", o["snapshot_version"], "digest", o["digest_version"])' $release
    rm -r out
done
