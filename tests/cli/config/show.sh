#!/bin/sh
# Overrides in the server's order, what they overrode, files that it passes over, secrets hidden.
cd "$GOLDEN/config/node" || exit
keeperctl config show keeper_config.xml --env KEEPER_ID=2
