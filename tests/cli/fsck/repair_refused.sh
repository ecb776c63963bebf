#!/bin/sh
cp -r "$GOLDEN/keeper/d1-torn-plain-tail" damaged
keeperctl fsck damaged --repair-to damaged
