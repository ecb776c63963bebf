#!/bin/sh
keeperctl cluster plan-grow --config "$INPUTS/recover.xml" --add 6=keeper6:9234,learner --remove 4
