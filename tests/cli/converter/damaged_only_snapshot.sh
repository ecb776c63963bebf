#!/bin/sh
take_input release-3.4
flip_byte input/snapshot.e 700
convert input
code=$?
ls -A out
exit $code
