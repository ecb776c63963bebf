#!/bin/sh
convert "$GOLDEN/zookeeper/plain/version-2" --special-nodes fail
code=$?
ls -A out
exit $code
