#!/bin/sh
# Byte for byte, since both begin with the same snapshot.
take_input plain
set -- --acl-map 'digest:*=world:anyone:r' --codec lz4 --snapshot-version 9 --digest-version 5
bulk input --until-zxid 0x50 "$@"
catch_up input --report window.json
keeper-converter --zookeeper-logs-dir input --zookeeper-snapshots-dir input --output-dir migration --quiet "$@"
cmp out/snapshot_120.bin migration/snapshot_120.bin && ls out
python3 - <<'END'
import json
report = json.load(open("window.json", encoding="utf-8"))
print(report["catch_up"]["bulk_zxid"], report["zxid"]["last"], report["counts"]["transactions_applied"], report["seconds"] > 0)
END
# The bulk result may lie elsewhere by now.
mv bulk elsewhere
rm -r out
catch_up input | sed 's|/[^ ]*/bulk|.../bulk|'
catch_up input --bulk-snapshot elsewhere/snapshot_80.bin --dry-run
ls out
