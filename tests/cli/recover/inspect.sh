#!/bin/sh
cd "$GOLDEN/keeper/08-cluster3-sigterm" || exit
keeperctl recover inspect n1 n2 n3
