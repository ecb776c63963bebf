#!/bin/sh
keeperctl snapshot stats "$GOLDEN/keeper/02-rich-zstdlog-rotated" --quiet
keeperctl snapshot du "$GOLDEN/keeper/02-rich-zstdlog-rotated" / --quiet
