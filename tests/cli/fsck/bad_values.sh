#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl fsck
echo "exit code $?"
keeperctl fsck d1-torn-plain-tail --server-version new
echo "exit code $?"
keeperctl fsck ../zookeeper/plain --repair-to copy
