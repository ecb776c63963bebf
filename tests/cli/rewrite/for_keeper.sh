#!/bin/sh
# A release's own version and digest.
snapshot="$GOLDEN/keeper/02-rich-zstdlog-rotated/snapshot_70.bin.zstd"
for release in 22.3 22.8 24.3 26.8; do
    keeperctl snapshot rewrite "$snapshot" --output new --force --for-keeper $release --accept-loss all --quiet
    echo "$release: $(keeperctl snapshot info new | grep -e format -e digest | tr -s ' \n' ' ')"
done
