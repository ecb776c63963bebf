#!/bin/sh
cd "$INPUTS/config" || exit
keeperctl config check wrong.xml
echo "exit code $?"
keeperctl config check wrong.xml --server-version 22.8
