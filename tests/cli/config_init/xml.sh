#!/bin/sh
keeperctl config init --server 1=keeper1 --server 2=keeper2 --server 3=keeper3 --output-dir ensemble
cat ensemble/keeper-2/keeper_config.xml
ls -a . ensemble
