#!/bin/sh
keeper_snapshot s 5 7 < "$INPUTS/troubled-keeper/nodes.jsonl"
keeperctl snapshot stats s --top 2 --format json | grep -v file_bytes # depends on the release of zstd
