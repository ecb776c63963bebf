#!/bin/sh
for server in keeper1 =keeper1 1= x=keeper1 -1=keeper1 1=keeper1:0 1=keeper1:x "1=[::1" "1=a b"; do
    keeperctl config init --server "$server" --output-dir out 2>&1 | head -1
done
for disk in fast fast=local fast=local:relative fast=nfs:/mnt bucket=s3:host/bucket "1a=local:/mnt"; do
    keeperctl config init --server 1=keeper1 --disk "$disk" --output-dir out 2>&1 | head -1
done
keeperctl config init --server 1=a --server 1=b --output-dir out 2>&1 | head -1
keeperctl config init --server 1=a --server 2=a --output-dir out 2>&1 | head -1
keeperctl config init --server 1=a --server 2=localhost --output-dir out 2>&1 | head -1
keeperctl config init --server 1=a --client-port 9234 --output-dir out 2>&1 | head -1
keeperctl config init --server 1=a --log-disk none --output-dir out 2>&1 | head -1
keeperctl config init --server 1=a --disk s=s3:https://h/b --log-disk s --output-dir out 2>&1 | head -1
keeperctl config init --server 1=a --storage-path here --output-dir out 2>&1 | head -1
keeperctl config init --server 1=a --syntax toml --output-dir out 2>&1 | head -1
keeperctl config init --server 1=a --client-port 0 --output-dir out 2>&1 | head -1
keeperctl config init --server 1=a --output-dir "" 2>&1 | head -1
keeperctl config init --server 1=a --listen-host "$(printf "a\001")" --output-dir out 2>&1 | head -1
keeperctl config init --server 1=a
echo "exit code $?"
ls -a
