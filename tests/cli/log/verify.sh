#!/bin/sh
cd "$GOLDEN/keeper"
keeperctl log verify 08-cluster3-sigterm/n1
