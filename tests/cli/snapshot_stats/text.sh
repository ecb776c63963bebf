#!/bin/sh
keeper_snapshot s 5 7 < "$INPUTS/troubled-keeper/nodes.jsonl"
keeperctl snapshot stats s --top 4 | grep -v '^  size ' # depends on the release of zstd
