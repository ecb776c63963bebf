#!/bin/sh
convert "$GOLDEN/zookeeper/plain/version-2" --report no/such/folder/report.json --quiet
