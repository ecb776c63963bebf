#!/bin/sh
# The usage and the words; no line is longer than it must be.
keeperctl 4lw --help | head -3
keeperctl 4lw --help | sed -n '/^Words:/,/^$/p'
keeperctl 4lw --help | awk 'length > 100'
keeperctl __complete 4lw m
