#!/bin/sh
keeperctl log splice "$GOLDEN/keeper/05-zstdlog-sigkill" --from 70 --to 90 --output out.bin.zstd
