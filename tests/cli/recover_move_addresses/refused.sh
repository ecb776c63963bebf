#!/bin/sh
cp -r "$GOLDEN/keeper/08-cluster3-sigterm"/n? "$GOLDEN/keeper/12-survivor-of-three" .
try() {
    keeperctl recover move-addresses "$@" --to moved --no-port-check 2>&1
    echo "exit code $?"
}
try n1 n2 --server 1=new1:9234
try n1 n2 12-survivor-of-three --server 1=new1:9234
try n1 n2 n3 --server 7=new1:9234
try n1 n2 n3 --server 1=new:9234 --server 2=new:9234
ls
