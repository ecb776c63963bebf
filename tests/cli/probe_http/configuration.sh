#!/bin/sh
# Ports and the names of both endpoints come from the configuration.
# shellcheck disable=SC2016 # the inner shell expands
serving http-renamed http-newest -- sh -c '
control=@1 figures=@2
cat > keeper_config.xml <<END
<clickhouse><keeper_server><http_control><port>${control#*:}</port><readiness><endpoint>/alive?</endpoint></readiness></http_control>
    <raft_configuration><server><id>1</id><hostname>127.0.0.1</hostname><port>9234</port></server></raft_configuration>
</keeper_server><prometheus><port>${figures#*:}</port></prometheus></clickhouse>
END
keeperctl probe http --config keeper_config.xml
keeperctl probe http --config keeper_config.xml 127.0.0.1 --metrics | head -3
keeperctl probe http --config keeper_config.xml --tls
keeperctl probe http @1
keeperctl __complete probe http --config keeper_config.xml ""' 2>&1
