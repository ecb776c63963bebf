#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl log info d11-zstd-three-runs --format json
