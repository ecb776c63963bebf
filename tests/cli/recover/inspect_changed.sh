#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl recover inspect 12-survivor-of-three 13-survivor-conf-appended --records --no-replay
