#!/bin/sh
cp "$GOLDEN"/keeper/d4-flipped-byte-middle-log/log/* .
mkdir new
keeperctl log rewrite . --output-dir new
echo "exit code $?" >&2
keeperctl log rewrite --allow-gap . --output-dir new
echo "exit code $?"
ls new
