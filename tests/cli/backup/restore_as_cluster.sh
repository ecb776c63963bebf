#!/bin/sh
keeperctl config init --server 1=clone1 --server 2=clone2 --output-dir ensemble --quiet
keeperctl restore "$GOLDEN/backup" --backup 20261128T140000Z-00000001 --as-cluster ensemble/keeper-1/keeper_config.xml --no-port-check --to restored
keeperctl restore "$GOLDEN/backup" --single --no-port-check --to single | grep members
