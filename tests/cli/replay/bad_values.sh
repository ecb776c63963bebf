#!/bin/sh
cd "$GOLDEN/keeper" || exit
attempt() {
    keeperctl replay "$@" 2>&1
    echo "exit code $?"
}
attempt
attempt nowhere
attempt 01-simple-plainlog --server-version new
attempt 01-simple-plainlog --at-index many
attempt 01-simple-plainlog --at-zxid 0xzz
attempt 01-simple-plainlog --at-time yesterday
attempt 01-simple-plainlog --until 'exist /app'
attempt 01-simple-plainlog --until 'exists app'
attempt 01-simple-plainlog --until 'session one closed'
attempt 01-simple-plainlog --until ''
attempt 01-simple-plainlog --from-snapshot newest
attempt 01-simple-plainlog --snapshot-version 2
attempt 01-simple-plainlog --format csv
attempt 01-simple-plainlog stray
attempt ../zookeeper/plain
