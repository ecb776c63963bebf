#!/bin/sh
cd "$INPUTS/config" || exit
keeperctl config check node1.yaml
keeperctl config check node1.yaml --server-version 24.8 --verbose
keeperctl config check node1.yaml --quiet
