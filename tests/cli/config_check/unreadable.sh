#!/bin/sh
keeperctl config check missing.xml
echo "exit code $?"
mkdir directory.xml
keeperctl config check directory.xml
echo "exit code $?"
printf "<clickhouse>\n<keeper_server>\n</clickhouse>" > broken.xml
keeperctl config check broken.xml
echo "exit code $?"
: > empty.yaml
keeperctl config check empty.yaml
echo "exit code $?"
echo "<clickhouse/>" > other.xml
keeperctl config check other.xml
