#!/bin/sh
# A misspelt option is named before the one that is missing because of it.
keeper-converter --zookeeper-logs-dir . --zookeeper-snapshots-dir . --ouput-dir out
