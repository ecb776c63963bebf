#!/bin/sh
# Every version and codec holds the same nodes, and can be read again.
snapshot="$GOLDEN/keeper/02-rich-zstdlog-rotated/snapshot_70.bin.zstd"
for codec in zstd lz4; do
    for version in 3 4 5 6 7 8 9; do
        mkdir out
        keeperctl snapshot rewrite "$snapshot" --output-dir out --snapshot-version $version --codec $codec --quiet \
            --accept-loss digest --accept-loss zxid
        echo "$version $codec: $(ls out), $(keeperctl snapshot info out/* | grep -e nodes -e format | tr -s ' \n' ' ')"
        rm -r out
    done
done
