#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl recover plan 12-survivor-of-three --server 1=localhost:19251 --server 4=keeper4:9234 --server 5=keeper5:9234,learner
