#!/bin/sh
take_input fuzzy-sessions
rm input/log.*
convert input
code=$?
ls -A out
exit $code
