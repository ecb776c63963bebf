#!/bin/sh
serving recovers no-quorum closed -- keeperctl recover online @1 --config "$INPUTS/recover.xml" \
    --client 4=@2 --client 5=@3 --interval 10ms --yes
