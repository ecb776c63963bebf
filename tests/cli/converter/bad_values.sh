#!/bin/sh
# Each value is refused as wrong usage, and the message names the option.
refused() {
    convert "$GOLDEN/zookeeper/plain/version-2" "$@" 2> message
    echo "$?: $*"
    grep -q -e "$1" message || cat message
}
refused --snapshot-version 2
refused --snapshot-version 10
refused --snapshot-version five
refused --for-keeper 20.1
refused --for-keeper soon
refused --digest-version 3
refused --codec gzip
refused --compression-level 99
refused --sessions maybe
refused --special-nodes maybe
refused --acl-policy maybe
refused --acl-map nonsense
refused --drop-path relative
refused --until-zxid nonsense
refused --until-time yesterday
refused --digest-charset latin1
refused --threads 0
refused --format xml
refused --color maybe
refused --progress maybe
refused --for-keeper 25.3 --snapshot-version 5
ls out
