#!/bin/sh
# The golden tree's ACLs of the scheme ip become others; what was mapped needs no policy.
convert "$GOLDEN/zookeeper/plain/version-2" --acl-map 'ip:*=digest:alice:kQnvzbDHuA64IIOR3KgV4wHNrRk=:r' --acl-policy fail --quiet
dump_keeper_snapshot out/* | grep -o -e '"ip",[^]]*' -e '1,"digest","alice[^]]*' | sort -u
