#!/bin/sh
# It cannot be read twice.
keeperctl snapshot rewrite - --output new < /dev/null
