#!/bin/sh
# Each reason that a server can have for no answer.
for word in jmst wchc; do serving leader-25.8 -- keeperctl 4lw $word @1; done
serving not-in-allow-list -- keeperctl 4lw stat @1
serving leader -- keeperctl 4lw lgif @1
serving zookeeper -- keeperctl 4lw lgif @1
serving recovering -- keeperctl 4lw mntr @1
