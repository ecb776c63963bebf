#!/bin/sh
# What a server sends cannot change a terminal; in a pipe it is as it came.
serving controls -- on_terminal keeperctl 4lw mntr @1
serving controls -- keeperctl 4lw mntr @1 | od -An -c | head -2
serving controls -- keeperctl 4lw mntr @1 --format table
serving controls -- keeperctl 4lw mntr @1 --format json | grep -E 'version|_b64'
