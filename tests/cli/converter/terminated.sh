#!/bin/sh
make_tree 100000
signalled TERM convert input --compression-level 19
code=$?
ls -A out
grep -a -o 'keeper-converter: .*' progress
exit $code
