#!/bin/sh
cp -r "$GOLDEN/keeper/04-live-ephemerals-sigkill" data
keeperctl replay data --at-index 53
echo "exit code $?"
keeperctl replay data --at-zxid 0x30
echo "exit code $?"
keeperctl replay data --at-time 2026-11-22T01:37:00Z --quiet
echo "exit code $?"
cp -r "$GOLDEN/keeper/07-session-expiry-restart" short
ls short/log
keeperctl replay short --at-time 2026-11-22T00:00:00Z
echo "exit code $?"
keeperctl replay short --at-index 20
