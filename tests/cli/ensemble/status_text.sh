#!/bin/sh
serving scene:healthy -- keeperctl status @1 @2 @3
serving zookeeper -- keeperctl status @1
serving scene:standalone -- keeperctl status @1 --color always
