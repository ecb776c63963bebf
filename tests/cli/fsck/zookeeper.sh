#!/bin/sh
cd "$GOLDEN/zookeeper" || exit
keeperctl fsck torn-tail
echo "exit code $?"
keeperctl fsck plain --format json
