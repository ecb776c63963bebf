#!/bin/sh
cd "$GOLDEN/zookeeper"
keeperctl fsck torn-tail
echo "exit code $?"
keeperctl fsck plain --format json
