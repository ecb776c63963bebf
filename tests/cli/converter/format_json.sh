#!/bin/sh
convert "$GOLDEN/zookeeper/plain/version-2" --format json > report.json
report report.json snapshot_zxid last_zxid is_fuzzy digests_compared digests_agreed digest_charset
/usr/bin/python3 -c 'import json; r = json.load(open("report.json")); print(r["format_version"], sorted(r))'
/usr/bin/python3 -c 'import json, hashlib; o = json.load(open("report.json"))["output"]
data = open(o["file"], "rb").read()
print(hashlib.sha256(data).hexdigest() == o["sha256"], len(data) == o["bytes"], o["snapshot_version"], o["zxid"], o["log_index"])'
