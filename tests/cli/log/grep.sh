#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl log grep 02-rich-zstdlog-rotated --op set --op Remove
echo "by path:"
keeperctl log grep 05-zstdlog-sigkill --path "/multi/*" --path "/cver"
echo "by zxid:"
keeperctl log grep 05-zstdlog-sigkill --zxid 0x10..0x12 --format jsonl
echo "by session and time:"
keeperctl log grep 04-live-ephemerals-sigkill --session 0x2 --op Create --until 2100-01-01T00:00:00Z
keeperctl log grep 04-live-ephemerals-sigkill --session 2 --since 2100-01-01T00:00:00Z
echo "by the session -1:"
keeperctl log grep 01-simple-plainlog --session -1
keeperctl log grep 01-simple-plainlog --session 0xffffffffffffffff
