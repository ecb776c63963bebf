#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl recover inspect d5-missing-middle-log d6-zero-byte-snapshot --records
