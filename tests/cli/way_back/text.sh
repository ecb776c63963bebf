#!/bin/sh
# A directory with its log, for the default release; a server would start from what is there then.
cp -r "$GOLDEN/keeper/04-live-ephemerals-sigkill" live
keeperctl to-zookeeper live --output-dir zookeeper | sed 's/took .*/took/'
ls zookeeper/version-2
