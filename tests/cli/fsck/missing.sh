#!/bin/sh
keeperctl fsck nowhere
echo "exit code $?"
mkdir empty
keeperctl fsck empty
