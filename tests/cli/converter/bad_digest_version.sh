#!/bin/sh
# What is no number is told which there are.
convert "$GOLDEN/zookeeper/plain/version-2" --digest-version abc
