#!/bin/sh
convert "$INPUTS/keeper-subtree/version-2"
code=$?
ls -A out
exit $code
