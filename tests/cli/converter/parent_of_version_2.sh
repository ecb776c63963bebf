#!/bin/sh
# dataDir of zoo.cfg instead of the folder in it: the most likely slip.
convert "$GOLDEN/zookeeper/plain"
