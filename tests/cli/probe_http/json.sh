#!/bin/sh
quiet_times() { sed 's/"elapsed_ms": *[0-9]*/"elapsed_ms":0/'; }
serving http-newest http-old-leader http-no-leader -- \
    keeperctl probe http @1 @2 @3 --endpoint ready --endpoint commands --format json | quiet_times
serving http-newest -- keeperctl probe http @1 --metrics --format jsonl | quiet_times
