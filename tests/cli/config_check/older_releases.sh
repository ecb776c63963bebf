#!/bin/sh
cd "$INPUTS/config" || exit
keeperctl config check node1.yaml --verbose
keeperctl config check node1.yaml --server-version 27.1
keeperctl config check node1.yaml --memory 1GiB
