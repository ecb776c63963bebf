#!/bin/sh
take_input fuzzy-sessions
rm input/log.*
convert input --allow-fuzzy --format json > report.json
ls out
report report.json is_fuzzy
grep -q -i fuzzy report.json && echo "it is in the report"
