#!/bin/sh
# What later releases have, what older ones have not, and what a server does not allow.
for server in newest forbidding unknowing leader; do
    serving "http-$server" -- keeperctl probe http @1 --endpoint ready --endpoint dashboard --endpoint commands \
        --endpoint storage --endpoint jemalloc 2>&1
    echo "$?"
done
