#!/bin/sh
# headers_alone.sh COMPILER INCLUDEDIR: every installed header compiles as the only include of a file.
set -eu
compiler=$1
cd "$2"
headers=$(find keeperfs -name '*.h' | sort)
[ -n "$headers" ]
for header in $headers; do
    printf '#include <%s>\n' "$header" |
        "$compiler" -std=c++20 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I. -x c++ -
    echo "$header"
done
