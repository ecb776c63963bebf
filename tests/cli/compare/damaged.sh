#!/bin/sh
head -c 1000 "$GOLDEN/keeper/02-rich-zstdlog-rotated/snapshot_60.bin.zstd" > cut.bin.zstd
keeperctl diff "$GOLDEN/keeper/02-rich-zstdlog-rotated/snapshot_60.bin.zstd" cut.bin.zstd
echo '{"path":"/"' > wrong.jsonl
keeperctl hash wrong.jsonl
echo text > text
# Two dumps that failed are not equal.
: > empty.jsonl
keeperctl diff empty.jsonl empty.jsonl
keeperctl diff text text
