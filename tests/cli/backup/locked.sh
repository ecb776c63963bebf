#!/bin/sh
# Of another machine nobody can say whether it runs.
mkdir store
echo '{"host":"elsewhere","process":7}' > store/backup.lock
keeperctl backup create "$GOLDEN/keeper/01-simple-plainlog" --to store
echo "exit code $?"
keeperctl backup create "$GOLDEN/keeper/01-simple-plainlog" --to store --break-lock --quiet
echo "exit code $?"
[ -e store/backup.lock ] || echo "no lock"
