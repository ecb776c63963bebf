#!/bin/sh
keeperctl snapshot du "$GOLDEN/keeper/02-rich-zstdlog-rotated" /nope
