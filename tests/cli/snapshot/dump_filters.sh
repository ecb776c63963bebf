#!/bin/sh
# Each condition alone, as the paths that meet it.
cp "$GOLDEN"/keeper/04-live-ephemerals-sigkill/snapshot_30.bin.zstd .
paths() {
    echo "$*:" "$(keeperctl snapshot dump snapshot_30.bin.zstd --format csv "$@" | sed 1d | cut -d, -f1 | sort | tr '\n' ' ')"
}
paths
paths --path '/*'
paths --path '/live/**' --path '/app'
paths --path '/**/s-*'
paths --ephemeral
paths --no-ephemeral --path '/live/**'
paths --owner 0x2
paths --owner 3
paths --min-size 4
paths --max-size 0
paths --zxid 0x11..
paths --zxid 15..16
paths --zxid ..15 --path '/live/**'
paths --since 2026-11-22T01:37:18.794Z
paths --until 2026-11-22T01:37:18.785Z --path '/app/**'
