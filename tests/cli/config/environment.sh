#!/bin/sh
# The process environment, or what the options say instead of it.
cd "$GOLDEN/config/node" || exit
printf '# of the server\nKEEPER_ID="3"\n\nOPERATION_TIMEOUT_MS=5000\n' > "$HOME/server.env"
get() {
    keeperctl config get --config keeper_config.xml "$@"
}
KEEPER_ID=7 get keeper_server.server_id
KEEPER_ID=7 get keeper_server.server_id --env-file "$HOME/server.env"
KEEPER_ID=7 get keeper_server.server_id --env-file "$HOME/server.env" --env KEEPER_ID=1
get keeper_server.coordination_settings.operation_timeout_ms --env-file "$HOME/server.env"
get keeper_server.coordination_settings.operation_timeout_ms
get keeper_server.server_id --format json
