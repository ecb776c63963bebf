#!/bin/sh
cd "$GOLDEN/config/node" || exit
keeperctl config show keeper_config.xml --format json
