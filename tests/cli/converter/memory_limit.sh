#!/bin/sh
# A limit that no tree fits is refused with both numbers; nothing is written.
mkdir out
for limit in 10MiB 4GiB; do
    keeper-converter --zookeeper-logs-dir "$GOLDEN/zookeeper/plain/version-2" --quiet --threads 1 \
        --zookeeper-snapshots-dir "$GOLDEN/zookeeper/plain/version-2" --output-dir out --memory-limit "$limit" 2> error
    echo "$limit: $?, $(ls out | wc -l) file(s)"
    cat error
done
