#!/bin/sh
# Without log.3f the transactions 0x3f to 0x66 are missing.
take_input release-3.5
rm input/log.3f input/snapshot.65
convert input
code=$?
ls -A out
exit $code
