#!/bin/sh
# source_archive.sh CMAKE SOURCE SCRATCH: the archive is the same twice, whole, and says what it cannot do without a clone.
set -eu
cmake=$1 source=$2 scratch=$3
rm -rf "$scratch"
mkdir -p "$scratch/no-clone"
archive() { "$cmake" -D SOURCE="$1" -D NAME=keeperfs-x -D OUTPUT="$scratch/$2" -P "$source/cmake/source_archive.cmake"; }

if archive "$scratch/no-clone" none.tar.gz 2>"$scratch/message"; then
    echo 'an archive of no clone was made' >&2
    exit 1
fi
grep -q 'no clone of the repository' "$scratch/message"
[ ! -e "$scratch/none.tar.gz" ]

# A tree that came from an archive has nothing else to show.
[ -e "$source/.git" ] || exit 0
archive "$source" one.tar.gz
sleep 1 # a time in the file would be another one now
archive "$source" two.tar.gz
cmp "$scratch/one.tar.gz" "$scratch/two.tar.gz"
tar -xzf "$scratch/one.tar.gz" -C "$scratch"
cd "$scratch/keeperfs-x"
for file in CMakeLists.txt README.md LICENSE .ci/setup libkeeperfs/CMakeLists.txt tests/CMakeLists.txt; do
    [ -s "$file" ] || { echo "not in the archive: $file" >&2; exit 1; }
done
