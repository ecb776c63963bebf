#!/bin/sh
cp -r "$GOLDEN/keeper/d1-torn-plain-tail" damaged
rm damaged/log/changelog_1_25.bin damaged/snapshots/*
keeperctl fsck damaged --server-version 25.8
echo "exit code $?"
keeperctl fsck damaged --repair-to copy --quiet
