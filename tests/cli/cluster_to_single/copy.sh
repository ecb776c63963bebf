#!/bin/sh
cd "$GOLDEN/keeper/08-cluster3-sigterm" || exit
keeperctl cluster to-single n2 --server 1=localhost:19999 --to "$TMPDIR/copy"
keeperctl cluster to-single n2 --server 2=localhost:19252 --to "$TMPDIR/other" 2>&1
echo "exit code $?"
keeperctl fsck "$TMPDIR/copy" --quiet
echo "fsck $?"
