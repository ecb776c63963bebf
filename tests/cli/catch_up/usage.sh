#!/bin/sh
keeper-converter catch-up
echo "exit status $?"
keeper-converter catch-up --catch-up-file notes --acl-map 'digest:*=world:anyone'
echo "exit status $?"
keeper-converter --force catch-up --catch-up-file notes
echo "exit status $?"
keeper-converter catch-up --catch-up-file n --zookeeper-logs-dir d --zookeeper-snapshots-dir d --output-dir d --memory-limit much
echo "exit status $?"
keeper-converter catch-up --help
