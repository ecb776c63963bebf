#!/bin/sh
# pkg_config.sh COMPILER LIBDIR SOURCE PROGRAM ARGUMENT...: builds SOURCE with what keeperfs.pc says, and runs it.
set -eu
compiler=$1 libdir=$2 source=$3 program=$4
shift 4
PKG_CONFIG_PATH=$libdir/pkgconfig
export PKG_CONFIG_PATH
pkg-config --exists --print-errors 'keeperfs >= 0.1'
# shellcheck disable=SC2046 # the flags are words
"$compiler" -std=c++20 "$source" $(pkg-config --cflags --libs keeperfs) -o "$program"
# The file finds its own tree, wherever that was installed.
[ "$(cd "$(pkg-config --variable=libdir keeperfs)" && pwd -P)" = "$(cd "$libdir" && pwd -P)" ]
LD_LIBRARY_PATH=$libdir exec "$program" "$@"
