#!/bin/sh
# The same of a file and of a pipe, but for the name.
file=$GOLDEN/keeper/02-rich-zstdlog-rotated/snapshot_70.bin.zstd
keeperctl snapshot stats "$file" | grep -v '^  file ' > of_file
keeperctl snapshot stats - < "$file" | grep -v '^  file ' | diff of_file - && echo same
