#!/bin/sh
# In a pipe there is neither progress nor colour, unless asked for.
make_tree 10000
convert input --compression-level 19 > text
grep -q . text && echo "a report"
grep "$(printf '\033')" text
rm -r out
convert input --compression-level 19 --color always --progress always > text 2> progress
grep -q "$(printf '\033')\[1m" text && echo "colours"
grep -q "$(printf '\r\033')\[K" progress && echo "progress"
