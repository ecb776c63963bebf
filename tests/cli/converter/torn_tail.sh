#!/bin/sh
convert "$GOLDEN/zookeeper/torn-tail/version-2"
