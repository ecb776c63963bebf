#!/bin/sh
# files.sh STAGE LIBDIR VERSION: what was installed is there and works where it stands.
set -eu
stage=$1 libdir=$2 version=$3
soname=libkeeperfs.so.0
for file in \
    "$libdir/libkeeperfs.so" "$libdir/$soname" "$libdir/libkeeperfs.so.$version" \
    "$libdir/cmake/keeperfs/keeperfs-config-version.cmake" \
    "$stage/share/man/man1/keeper-converter.1" \
    "$stage/share/man/man5/zookeeper-files.5" "$stage/share/man/man5/keeper-snapshot.5" \
    "$stage/share/bash-completion/completions/keeper-converter" \
    "$stage/share/zsh/site-functions/_keeper-converter" \
    "$stage/share/fish/vendor_completions.d/keeper-converter.fish"; do
    [ -s "$file" ] || { echo "not installed: $file" >&2; exit 1; }
done
# Without a library path: a program's own one leads to the library beside it.
for program in keeper-converter keeperctl; do
    found=$(env -u LD_LIBRARY_PATH ldd "$stage/bin/$program" | sed -n "s/.*$soname => \([^ ]*\).*/\1/p")
    [ "$(realpath "$found")" = "$(realpath "$libdir/$soname")" ] || { echo "$program loads $found" >&2; exit 1; }
    env -u LD_LIBRARY_PATH "$stage/bin/$program" --version | grep -F "$program $version"
done
