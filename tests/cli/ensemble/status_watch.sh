#!/bin/sh
# In place on a terminal; elsewhere one after the other, of which the first and the last are compared.
serving scene:standalone -- on_terminal timeout -s INT 1 keeperctl status @1 --watch --interval 10m |
    sed -E 's/[0-9]+-[0-9]+-[0-9]+T[0-9:.]+Z/TIME/'
serving scene:comes-up -- timeout -s INT 4 keeperctl status @1 @2 @3 --watch --interval 200ms |
    grep -oE '[0-9]Z  [a-z ]+: [0-9] of 3' | sed -n 's/^.Z  //; 1p; $p'
