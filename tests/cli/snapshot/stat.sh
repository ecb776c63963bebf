#!/bin/sh
cp "$GOLDEN"/keeper/04-live-ephemerals-sigkill/snapshot_30.bin.zstd "$GOLDEN"/keeper/02-rich-zstdlog-rotated/snapshot_70.bin.zstd .
keeperctl snapshot stat snapshot_30.bin.zstd /live/one
keeperctl snapshot stat snapshot_30.bin.zstd /app --format json
protected=$(keeperctl snapshot dump snapshot_70.bin.zstd | sed -n '/"acl":\[\[/{s/{"path":"\([^"]*\)".*/\1/p;q}')
keeperctl snapshot stat snapshot_70.bin.zstd "$protected"
