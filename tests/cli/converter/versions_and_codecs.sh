#!/bin/sh
# Every version and codec holds the same tree.
for codec in zstd lz4; do
    for version in 3 4 5 6 7 8 9; do
        convert "$GOLDEN/zookeeper/plain/version-2" --snapshot-version $version --codec $codec --quiet \
            --special-nodes persistent
        echo "$version $codec: $(ls out), $(same_tree "$GOLDEN/zookeeper/plain/tree.jsonl" out/*)"
        rm -r out
    done
done
