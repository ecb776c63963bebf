#!/bin/sh
for arguments in '' 'a --endpoint metrics' 'a --endpoint ready --metrics' 'a:x' 'a --timeout 5'; do
    # shellcheck disable=SC2086 # the words are arguments
    keeperctl probe http $arguments
    echo $?
done
serving http-leader -- keeperctl probe http @1 --quiet
