#!/bin/sh
try() {
    keeperctl preflight "$@" 2>&1
    echo "exit code $?"
}
try
try keeper1:port
try keeper1 --server-version soon
try --config missing.xml
try keeper1 --timeout 0
