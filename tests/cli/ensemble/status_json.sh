#!/bin/sh
serving scene:lagging -- keeperctl status @1 @3 --format json
serving scene:mixed-versions -- keeperctl status @1 @3 --max-lag 0 --format json | grep -c '"lag": 0,'
serving controls -- keeperctl status @1 | grep mine
