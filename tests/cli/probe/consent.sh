#!/bin/sh
# What changes a server is sent with --yes; csnp adds a file only.
serving leader -- keeperctl 4lw srst @1
echo $?
serving leader -- keeperctl 4lw srst @1 --yes
serving leader-25.8 -- keeperctl 4lw csnp @1
echo
serving leader -- keeperctl 4lw zzzz @1 --force
echo $?
