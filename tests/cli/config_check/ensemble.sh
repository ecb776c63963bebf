#!/bin/sh
cd "$INPUTS/config" || exit
keeperctl config check node1.yaml node2.yaml
