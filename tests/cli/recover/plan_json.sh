#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl recover plan 13-survivor-conf-appended --single --format json
