#!/bin/sh
# A file that was cut or changed is an answer of verify, and for all others an input that cannot be used.
cp "$GOLDEN"/keeper/04-live-ephemerals-sigkill/snapshot_30.bin.zstd whole
cp "$GOLDEN"/keeper/d9-flipped-byte-snapshot/snapshot_50.bin.zstd flipped
head -c 300 whole > ./cut
for file in cut flipped; do
    keeperctl snapshot verify $file
    echo "exit $?"
    keeperctl snapshot verify --quiet --color always - < $file
    echo "exit $?"
    keeperctl snapshot info $file 2>&1
    echo "exit $?"
    # shellcheck disable=SC2069 # the message alone
    keeperctl snapshot dump $file 2>&1 > /dev/null
    echo "exit $?"
done
