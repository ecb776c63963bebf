#!/bin/sh
keeperctl cluster plan-grow --server 1=keeper1:9234 --add 4=keeper4:9234 --add 5=keeper5:9234,priority=2 --remove 1
