#!/bin/sh
# --quiet says nothing on a terminal either.
make_tree 10000
on_terminal convert input --quiet --compression-level 19
