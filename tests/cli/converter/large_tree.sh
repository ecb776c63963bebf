#!/bin/sh
# The generated tree of the cases that need a long run converts as well.
make_tree 20000
convert input --report report.json --quiet
ls out
/usr/bin/python3 -c 'import json; print(json.load(open("report.json"))["counts"]["nodes"])'
