#!/bin/sh
take_input plain
chmod 000 input/snapshot.3e
without_root_rights cat input/snapshot.3e 2> /dev/null && echo "the file is readable: this case shows nothing"
without_root_rights convert input
code=$?
chmod 644 input/snapshot.3e
ls -A out
exit $code
