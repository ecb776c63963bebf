#!/bin/sh
for arguments in 'status' 'status a --watch --format json' 'status a --watch --quiet' 'status a --watch --interval 2' \
    'status a --max-lag -1' 'wait a --for nothing' 'snapshot-now' 'lead' 'lead a b --interval 1s'; do
    # shellcheck disable=SC2086 # the words are arguments
    keeperctl $arguments
    echo $?
done
