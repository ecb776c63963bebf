#!/bin/sh
convert "$GOLDEN/zookeeper/plain/version-2" --dry-run
ls -A out
