#!/bin/sh
# The older one is looked at too.
cp "$GOLDEN/keeper/01-simple-plainlog/state" state-OLD
head -c 10 state-OLD >state
keeperctl state show .
