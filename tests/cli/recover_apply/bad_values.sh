#!/bin/sh
keeper=$GOLDEN/keeper/12-survivor-of-three
try() {
    keeperctl recover apply "$@" 2>&1
    echo "exit code $?"
}
try "$keeper" --to new
try "$keeper" --single --id 1
try "$keeper" --single --id 1 --to new --in-place
try "$keeper" --single --id 1 --to new --backup-dir old
try "$keeper" --single --id 9 --to new
try "$keeper" --single --server 1=a --to new
try "$keeper" --server 1=a,votes --to new
try "$keeper" --server 1=a --server 1=b --to new --no-port-check --id 1
try "$keeper" --server 1=a,learner --to new --no-port-check
try "$keeper" --single --id 1 --choose "elsewhere" --to new
try "$keeper" --single --via xml --to new
try missing --single --to new
ls
