#!/bin/sh
# headers_alone.sh COMPILER INCLUDEDIR: every installed header compiles as the only include of a file.
set -eu
compiler=$1 include=$2 count=0
for header in $(cd "$include" && find keeperfs -name '*.h' | sort); do
    printf '#include <%s>\n' "$header" |
        "$compiler" -std=c++20 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I"$include" -x c++ -
    count=$((count + 1))
done
echo "$count headers"
[ "$count" -gt 0 ]
