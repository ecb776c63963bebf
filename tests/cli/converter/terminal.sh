#!/bin/sh
# On a terminal: a progress line that is wiped at the end, and colours.
make_tree 15000
on_terminal convert input --compression-level 19 > screen
grep -q '<CR><ESC>\[K[^<]*%' screen && echo "progress with a percentage"
grep -q '<CR><ESC>\[K[^<]*/s' screen && echo "and a rate"
grep -q '<ESC>\[1m' screen && echo "bold headings"
sed 's/.*<CR>//' screen | grep -q '^<ESC>\[K<ESC>\[1m' && echo "the line is wiped before the report"
