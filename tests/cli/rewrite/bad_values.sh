#!/bin/sh
# Wrong usage says what is meant.
snapshot="$GOLDEN/keeper/02-rich-zstdlog-rotated/snapshot_70.bin.zstd"
refused() {
    keeperctl snapshot rewrite "$snapshot" --output new "$@" 2> message
    echo "$?: $*: $(head -n 1 message)"
}
refused --digest-version abc
refused --digest-version 3
refused --snapshot-version 2
refused --snapshot-version 4 --digest-version 4
refused --codec gzip
refused --for-keeper soon
refused --for-keeper 25.3 --snapshot-version 6
refused --accept-loss everything
refused --drop-path /nothing/here
refused --drop-path /
refused --keep-path relative
refused --set-acl /app
refused --set-acl /app=ip:10.0.0.1:r
refused --rename-path /app
refused --rename-path /app=/seq
refused --rename-path /app=/app/below
refused --rename-path /app=/keeper/app
refused --rename-path /app=/nothing/app
refused --rename-pth /app=/b
ls
