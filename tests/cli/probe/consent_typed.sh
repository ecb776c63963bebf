#!/bin/sh
# The typed names of the servers are as good as --yes.
serving leader follower -- on_terminal --type '@1 @2' keeperctl 4lw srst @1 @2
serving leader -- on_terminal --type yes keeperctl 4lw srst @1
echo $?
