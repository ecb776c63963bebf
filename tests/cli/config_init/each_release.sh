#!/bin/sh
# What is written without disks suits every release, and with them those that know disks.
set -e
keeperctl config init --server 1=a --server 2=b --server 3=c --output-dir xml --quiet
keeperctl config init --server 7=solo --syntax yaml --output-dir yaml --quiet
keeperctl config init --server 1=a --server 2=b --server 3=c --raft-tls --secure-client-port 9281 --prometheus-port 9363 \
    --output-dir tls --quiet
keeperctl config init --server 1=a --server 2=b --server 3=c --http-port 9182 --disk l=local:/mnt/l \
    --disk s=s3:https://s3.example/b --log-disk s --latest-log-disk l --snapshot-disk s --output-dir disks --quiet
for release in 21.8 21.11 22.3 22.8 23.3 23.8 24.3 24.8 25.3 25.8 26.3 26.9; do
    for written in xml yaml tls; do
        keeperctl config check --server-version $release $written/*/keeper_config.* > answer || { echo $release; cat answer; }
    done
done
for release in 24.3 24.8 25.3 25.8 26.3 26.9; do
    keeperctl config check --server-version $release disks/*/keeper_config.xml > answer || { echo $release; cat answer; }
done
echo "every release is content"
