#!/bin/sh
serving scene:comes-up -- on_terminal keeperctl wait @1 --for serving | tr '\r' '\n' |
    sed -E 's/\\r/\n/g; s/[0-9]+\.[0-9]+s/TIME/' | uniq
