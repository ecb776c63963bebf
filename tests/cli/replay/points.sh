#!/bin/sh
cd "$GOLDEN/keeper" || exit
for point in '--at-index 25' '--at-zxid 0x11' '--at-time 2026-11-22T01:37:18.794Z' '--at-index 52' ''; do
    echo "== ${point:-to the end}"
    # shellcheck disable=SC2086 # an option and its value
    keeperctl replay 04-live-ephemerals-sigkill $point | grep -v -e '^  last request'
done
