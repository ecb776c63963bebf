#!/bin/sh
keeperctl cluster plan-grow --config "$INPUTS/recover.xml" --by xml --add 6=keeper6:9234 --format json
