#!/bin/sh
cd "$GOLDEN/keeper/08-cluster3-sigterm" || exit
keeperctl recover move-addresses n1 n2 n3 --server 1=new1:9234 --server 3=new3:9234 --to "$TMPDIR/moved" --no-port-check
cd "$TMPDIR" || exit
for node in 1 2 3; do
    keeperctl fsck moved/$node --quiet
    keeperctl snapshot info moved/$node | grep -A4 members
done
