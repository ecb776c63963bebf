#!/bin/sh
cp -r "$GOLDEN/keeper/09-cluster-grown-3to4/n4" keeper4
keeperctl recover apply keeper4 --server 4=localhost:19251 --via snapshot --to recovered --format json
ls recovered/log recovered/snapshots
keeperctl snapshot verify recovered
