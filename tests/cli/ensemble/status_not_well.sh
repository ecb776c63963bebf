#!/bin/sh
# What each kind of finding says, and the exit code of the worst.
serving scene:recovering closed -- keeperctl status @1 @2 @3 @4
echo $?
serving scene:no-leader -- keeperctl status @1 @2 @3
echo $?
serving scene:two-leaders -- keeperctl status @1 @2 @3 --color always
echo $?
serving scene:one-hangs -- keeperctl status @1 @2 @3 --timeout 2s
echo $?
