#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl recover inspect d4-flipped-byte-middle-log 12-survivor-of-three
