#!/bin/sh
# One byte of the first record: its checksum is at byte 16, behind the header.
take_input plain
flip_byte input/log.3f 40
convert input
code=$?
ls -A out
exit $code
