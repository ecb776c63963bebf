#!/bin/sh
keeperctl snapshot stats "$GOLDEN/keeper/d9-flipped-byte-snapshot/snapshot_50.bin.zstd"
