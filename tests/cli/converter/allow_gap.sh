#!/bin/sh
take_input release-3.5
rm input/log.3f input/snapshot.65
convert input --allow-gap --format json > report.json
ls out
report report.json last_zxid
grep -q -i gap report.json && echo "the gap is in the report"
