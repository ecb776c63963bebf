#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl log verify 08-cluster3-sigterm/n1
