#!/bin/sh
# A signal ends the wait for a server that hangs, long before its time.
serving http-silent -- sh -c 'keeperctl probe http @1 --timeout 50s & sleep 1; kill -INT $!; wait $!; echo $?'
