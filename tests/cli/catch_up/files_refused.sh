#!/bin/sh
# What does not fit together, and files that were changed.
try() {
    catch_up input | sed 's/[0-9a-f]\{64\}/.../g; s|/[^ ]*/bulk|.../bulk|; s/byte [0-9]*/byte N/; s/[0-9]* bytes/N bytes/g'
}
take_input plain
mkdir migration
echo '-- no file of the bulk conversion'
try
bulk input --until-zxid 0x50
cp migration/notes notes
echo '-- that file damaged, cut, of something else'
flip_byte migration/notes 100
try
head -c 100 notes > migration/notes
try
cp input/snapshot.3e migration/notes
try
cp notes migration/notes
echo '-- the bulk result changed, longer, gone'
cp bulk/snapshot_80.bin.zstd bulk/kept
flip_byte bulk/snapshot_80.bin.zstd 1000
try
cat bulk/kept bulk/kept > bulk/snapshot_80.bin.zstd
try
rm bulk/snapshot_80.bin.zstd
try
ls out
