#!/bin/sh
cp -r "$GOLDEN/keeper/12-survivor-of-three" keeper
touch keeper/status
flock keeper/status keeperctl recover apply keeper --single --id 1 --in-place --yes
echo "exit code $?"
diff -r keeper "$GOLDEN/keeper/12-survivor-of-three"
listening keeperctl recover apply keeper --server 1=localhost:PORT --to recovered
echo "exit code $?"
ls
