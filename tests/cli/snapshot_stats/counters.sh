#!/bin/sh
keeper_snapshot s 5 7 < "$INPUTS/troubled-keeper/nodes.jsonl"
keeperctl snapshot stats s --seq --top 2
keeperctl snapshot stats s --seq --top 2 --format json
