#!/bin/sh
# A counter goes up; down it goes only when that is said.
snapshot="$GOLDEN/keeper/02-rich-zstdlog-rotated/snapshot_70.bin.zstd"
set_to() {
    keeperctl snapshot sequence set "$snapshot" /seq "$@" --output new --force 2>&1 | grep -e 'becomes' -e 'child'
}
set_to 5000000
set_to 3
set_to 3 --allow-reuse
set_to 5000000000
set_to 5000000000 --snapshot-version 7
