#!/bin/sh
serving leader follower -- keeperctl 4lw mntr @1 @2 --format table
serving follower -- keeperctl 4lw wchc @1 --format table
serving leader -- keeperctl 4lw wchp @1 --format table
serving zookeeper -- keeperctl 4lw cons @1 --format table | sed 's/  *$//' > list
cat list
awk 'length > 100 { print "too long: " $0 }' list
