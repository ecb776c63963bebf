#!/bin/sh
keeper-converter --zookeeper-logs-dir . --zookeeper-snapshots-dir .
