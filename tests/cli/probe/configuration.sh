#!/bin/sh
# Hosts and port come from the configuration of a server.
# shellcheck disable=SC2016 # the inner shell expands
serving leader tls:leader -- sh -c '
plain=@1 secure=@2
configure() {
    cat > "$1" <<END
<clickhouse><keeper_server>$2
    <raft_configuration><server><id>1</id><hostname>127.0.0.1</hostname><port>9234</port></server>
        <server><id>2</id><hostname>127.0.0.1</hostname><port>9235</port></server>$3</raft_configuration>
</keeper_server></clickhouse>
END
}
ask() {
    keeperctl 4lw ruok "$@"
    echo " $?"
}
plain_port="<tcp_port>${plain#*:}</tcp_port>" secure_port="<tcp_port_secure>${secure#*:}</tcp_port_secure>"
configure both.xml "$plain_port$secure_port"
configure plain.xml "$plain_port"
configure secure.xml "$secure_port"
configure neither.xml ""
configure unnamed.xml "$plain_port" "<server><id>3</id><hostname>a b</hostname></server>"
echo "<clickhouse/>" > empty.xml
ask --config both.xml
ask --config both.xml 127.0.0.1
ask --config both.xml @2 --tls-ca tls/ca.pem
ask --config both.xml --tls-ca tls/ca.pem
ask --config secure.xml
ask --config secure.xml --tls-ca tls/ca.pem
ask --config plain.xml --tls
ask --config neither.xml
ask --config neither.xml @1
ask --config unnamed.xml
ask --config empty.xml
ask --config missing.xml
ask 127.0.0.1 --config empty.xml
keeperctl __complete 4lw mntr --config unnamed.xml ""
keeperctl __complete 4lw mntr --config=unnamed.xml 127.0.0.1 "a"
keeperctl __complete 4lw mntr 127.0.0.1 ""
keeperctl __complete 4lw --config missing.xml mntr ""' 2>&1
