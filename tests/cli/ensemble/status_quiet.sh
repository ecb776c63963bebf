#!/bin/sh
# For probes: the exit code is the answer.
serving scene:healthy -- keeperctl status @1 --quiet
echo $?
serving scene:lagging -- keeperctl status @1 @2 @3 --quiet
echo $?
serving scene:lagging -- keeperctl status @1 @2 @3 --quiet --max-lag 10000
echo $?
serving no-quorum -- keeperctl status @1 --quiet
echo $?
