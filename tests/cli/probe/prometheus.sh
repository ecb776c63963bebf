#!/bin/sh
serving leader-25.8 closed -- keeperctl 4lw lgif @1 @2 --format prometheus
serving leader -- keeperctl 4lw conf @1 --format prometheus
echo $?
