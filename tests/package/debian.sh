#!/bin/sh
# debian.sh CPACK BUILD SCRATCH VERSION DIRECTORY: the packages of this build satisfy lintian, can be installed, and what is
# in them works; DIRECTORY is a ZooKeeper's.
set -eu
cpack=$1 build=$2 scratch=$3 version=$4 directory=$5
rm -rf "$scratch"
mkdir -p "$scratch/root" "$scratch/converted"
(cd "$build" && "$cpack" -B "$scratch" -D CPACK_DEBIAN_COMPRESSION_TYPE=gzip)

cd "$scratch"
architecture=$(dpkg --print-architecture)
set --
for package in keeperfs libkeeperfs0 libkeeperfs-dev; do
    set -- "$@" "./${package}_$version-1_$architecture.deb"
done
lintian --allow-root --fail-on error "$@"
# Every dependency is one that Debian 12 has, or one of the three.
apt-get install --simulate --no-install-recommends "$@" >simulated
for package in keeperfs libkeeperfs0 libkeeperfs-dev; do
    grep -q "^Inst $package " simulated || { cat simulated >&2; exit 1; }
done
[ "$(dpkg-deb --field "$1" Depends | grep -c "libkeeperfs0 (= $version-1)")" = 1 ]
for library in libc6 libzstd1 libssl3; do
    dpkg-deb --field "$2" Depends | grep -q "$library (>=" || { echo "no dependency on $library" >&2; exit 1; }
done

for package; do dpkg-deb --extract "$package" root; done
for file in include/keeperfs/base/error.h share/man/man1/keeperctl.1.gz share/doc/keeperfs/copyright \
    share/bash-completion/completions/keeperctl; do
    [ -s "root/usr/$file" ] || { echo "not in a package: $file" >&2; exit 1; }
done
library=$(dirname "$(find "$PWD/root/usr" -name libkeeperfs.so.0)")
for program in keeperctl keeper-converter; do
    # No way of its own to a library: the system's is where it belongs.
    readelf --dynamic "root/usr/bin/$program" >dynamic
    if grep -E 'R(UN)?PATH' dynamic; then exit 1; fi
    LD_LIBRARY_PATH=$library "root/usr/bin/$program" --version | grep -F "$program $version"
done
LD_LIBRARY_PATH=$library root/usr/bin/keeper-converter --zookeeper-logs-dir "$directory" \
    --zookeeper-snapshots-dir "$directory" --output-dir converted --quiet
LD_LIBRARY_PATH=$library root/usr/bin/keeperctl snapshot verify converted
