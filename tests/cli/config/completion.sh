#!/bin/sh
# The shell's completion offers the keys of the file that the line names.
cd "$GOLDEN/config/node" || exit
keeperctl __complete config get --config keeper_config.xml keeper_server.s
keeperctl __complete config get --config=keeper_config.xml logger
keeperctl __complete config get --config missing.xml keeper
keeperctl __complete config get --config ''
keeperctl __complete config get --config keeper_config.xml listen_host ''
keeperctl __complete config show ''
