#!/bin/sh
# A damaged snapshot and decoys: all are named with a reason, and the older snapshot gives the same tree.
convert "$GOLDEN/zookeeper/damaged-newest/version-2" --report report.json --quiet
report report.json snapshot_zxid last_zxid
/usr/bin/python3 -c 'import json, os
for entry in json.load(open("report.json"))["input"]["passed_over"]:
    print(os.path.basename(entry["file"]), "with a reason" if entry["reason"] else "WITHOUT A REASON")' | sort
