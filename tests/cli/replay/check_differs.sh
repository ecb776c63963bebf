#!/bin/sh
cp -r "$GOLDEN/keeper/04-live-ephemerals-sigkill" data
change_record data/log/changelog_1_1000.bin 40 -1 # the digest's last byte
keeperctl replay data --check
echo "exit code $?"
keeperctl replay data --check --format json
echo "exit code $?"
cp "$GOLDEN/keeper/04-live-ephemerals-sigkill/log/changelog_1_1000.bin" data/log
change_record data/log/changelog_1_1000.bin 20 40 # data of a request, which the server did not get
keeperctl replay data --check --quiet
echo "exit code $?"
keeperctl replay data --quiet # begins with a snapshot behind that record
