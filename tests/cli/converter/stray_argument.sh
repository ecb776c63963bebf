#!/bin/sh
convert "$GOLDEN/zookeeper/plain/version-2" stray
