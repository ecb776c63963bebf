#!/bin/sh
keeperctl backup list "$GOLDEN/backup"
mkdir empty
keeperctl backup list empty
