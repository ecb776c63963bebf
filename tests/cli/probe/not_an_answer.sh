#!/bin/sh
for behaviour in cut http hello-and-gone closed; do serving $behaviour -- keeperctl 4lw mntr @1; done
serving leader-25.8 -- keeperctl 4lw rqld @1 --yes
