#!/bin/sh
for bad in "--op Wash" "--session x" "--since soon" "--zxid 1...2" "--path nodes"; do
    # shellcheck disable=SC2086 # two words
    keeperctl log grep "$GOLDEN/keeper/01-simple-plainlog" $bad 2>&1
    echo "exit code $?"
done
