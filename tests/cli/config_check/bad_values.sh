#!/bin/sh
cd "$INPUTS/config" || exit
keeperctl config check node1.yaml --server-version new
echo "exit code $?"
keeperctl config check node1.yaml --memory much
echo "exit code $?"
keeperctl config check node1.yaml --memory
