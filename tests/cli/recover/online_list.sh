#!/bin/sh
# A list of one server, one in which the server is not, and one that does not allow the word.
keeperctl config init --server 1=127.0.0.1 --output-dir single --quiet
serving recovers -- keeperctl recover online @1 --config single/keeper-1/keeper_config.xml --yes
echo "exit code $?"
sed 's/<server_id>1/<server_id>9/' "$INPUTS/recover.xml" > stranger.xml
serving recovers -- keeperctl recover online @1 --config stranger.xml --yes
echo "exit code $?"
sed 's/,rcvr//' "$INPUTS/recover.xml" > silent.xml
serving recovers no-quorum no-quorum -- keeperctl recover online @1 --config silent.xml --client 4=@2 --client 5=@3 --yes
echo "exit code $?"
