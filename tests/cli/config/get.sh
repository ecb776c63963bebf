#!/bin/sh
cd "$GOLDEN/config/node" || exit
get() {
    keeperctl config get --config keeper_config.xml "$@"
}
get keeper_server.tcp_port
get 'keeper_server.raft_configuration.server[2].hostname'
get keeper_server.raft_configuration
get keeper_server.raft_configuration --format json
get keeper_server.tcp_port --quiet
get keeper_server.tcp_prt 2>&1
echo "$?"
get nothing.like.it 2>&1
echo "$?"
get keeper_server.superdigest 2>&1
echo "$?"
get zookeeper.identity --format json 2>&1
echo "$?"
