#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl state show 10-force-recovered-single
keeperctl state show 08-cluster3-sigterm/n1/state --format json
