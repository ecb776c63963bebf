#!/bin/sh
three=$GOLDEN/keeper/08-cluster3-sigterm
cp -r "$three/n2" late
rm late/log/changelog_76_100.bin.zstd
try() {
    keeperctl recover apply "$@" --to recovered
    echo "exit code $?"
    ls recovered 2>/dev/null
}
try "$three/n1" "$GOLDEN/keeper/12-survivor-of-three" --server 1=a:1 --no-port-check 2>&1 | sed "s|$GOLDEN|GOLDEN|g"
try "$three/n1" late --choose late --server 2=b:1 --no-port-check 2>&1 | sed "s|$GOLDEN|GOLDEN|g"
try "$three/n1" late --choose late --server 2=b:1 --no-port-check --accept-loss 7 2>&1 | sed "s|$GOLDEN|GOLDEN|g"
try "$GOLDEN/keeper/13-survivor-conf-appended" --single --via section 2>&1
try "$GOLDEN/keeper/12-survivor-of-three" --single 2>&1
mkdir recovered
touch recovered/something
try "$GOLDEN/keeper/12-survivor-of-three" --single --id 1 2>&1
try "$three/n1" late --choose late --server 2=b:1 --no-port-check --accept-loss 7 --yes --quiet 2>&1
