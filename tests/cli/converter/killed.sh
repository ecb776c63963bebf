#!/bin/sh
# Whatever a killed run leaves behind, no Keeper would take it for one of its files, and the next run does not mind it.
make_tree 100000
signalled KILL convert input --compression-level 19
echo "exit code $?"
ls -A out | grep -e '^snapshot_' -e '^changelog_'
convert input --quiet && ls out | grep '^snapshot_'
