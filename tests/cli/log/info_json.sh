#!/bin/sh
cd "$GOLDEN/keeper"
keeperctl log info d11-zstd-three-runs --format json
