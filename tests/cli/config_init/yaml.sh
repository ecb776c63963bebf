#!/bin/sh
keeperctl config init --server 1=localhost:9234 --server 2=localhost:9235 --server 3=localhost:9236 \
    --syntax yaml --raft-tls --secure-client-port 9281 --http-port 9302 --prometheus-port 9363 --listen-host :: \
    --disk fast=local:/mnt/fast --disk bucket=s3_plain:https://s3.example/keeper/ --log-disk bucket \
    --latest-log-disk fast --snapshot-disk bucket --latest-snapshot-disk fast --output-dir tryout --quiet || exit
cat tryout/keeper-2/keeper_config.yaml
keeperctl config check tryout/*/keeper_config.yaml
