#!/bin/sh
cp -r "$GOLDEN/keeper/08-cluster3-sigterm"/n? .
keeperctl recover move-addresses n1 n2 n3 --server 1=new1:9234 --server 3=new3:9234 --to moved --no-port-check
for node in 1 2 3; do
    keeperctl fsck moved/$node --quiet
    keeperctl snapshot info moved/$node | grep -A3 new1
done
