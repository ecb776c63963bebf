#!/bin/sh
cd "$GOLDEN/keeper" || exit
keeperctl recover plan d4-flipped-byte-middle-log 08-cluster3-sigterm/n2 --choose 08-cluster3-sigterm/n2 --single --id 2 --client-port 19181
