#!/bin/sh
keeperctl restore "$GOLDEN/backup" --at-index 75 --to restored | grep 'last record'
keeperctl restore "$GOLDEN/backup" --at-zxid 0x48 --to by-zxid | grep 'last record'
keeperctl restore "$GOLDEN/backup" --path '/app/**' --at-index 75 --to subtree | grep -v sha256
keeperctl snapshot ls subtree /
