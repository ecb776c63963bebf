#!/bin/sh
serving leader follower -- keeperctl 4lw mntr @1 @2 --format table
serving follower -- keeperctl 4lw wchc @1 --format table
serving leader -- keeperctl 4lw wchp @1 --format table
