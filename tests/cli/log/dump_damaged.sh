#!/bin/sh
# What is whole is printed, and the reason why no more is.
cd "$GOLDEN/keeper" || exit
keeperctl log dump d3-flipped-byte-plain/log/changelog_76_100.bin
