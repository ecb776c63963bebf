#!/bin/sh
# A charset that the ZooKeeper server did not have makes its digests differ wherever a name is not ASCII.
source=$GOLDEN/zookeeper/plain/version-2
convert "$source" --digest-charset ascii --quiet 2> /dev/null
echo "ascii: $?"
convert "$source" --digest-charset utf-8 --quiet --report report.json
echo "utf-8: $?"
report report.json digests_compared digests_agreed digest_charset
