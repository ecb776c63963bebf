#!/bin/sh
take_input plain
rm input/snapshot.*
convert input
