#!/bin/sh
# The golden tree has ACLs of the scheme ip, which Keeper does not know.
for policy in keep open fail; do
    convert "$GOLDEN/zookeeper/plain/version-2" --acl-policy $policy --quiet 2> message
    echo "$policy: $?, $(ls out | wc -l) written"
    rm -r out
done
grep -q ip message && echo "the scheme is named"
