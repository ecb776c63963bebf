#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl fsck 01-simple-plainlog --peer d1-torn-plain-tail --server-version 24.8
