#!/bin/sh
# NO_COLOR, --color never and --progress never each do what they say; an empty NO_COLOR is none.
source=$GOLDEN/zookeeper/plain/version-2
colored() {
    on_terminal "$@" | grep -c '<ESC>\[[0-9]*m' | sed "s/^0$/no colour/; s/^[0-9]*$/colour/"
    rm -r out
}
export NO_COLOR=
colored convert "$source"
export NO_COLOR=1
colored convert "$source"
colored convert "$source" --color always
unset NO_COLOR
colored convert "$source" --color never
make_tree 10000
on_terminal convert input --progress never --color never --compression-level 19 | grep -e '<CR>' -e '<ESC>'
true
