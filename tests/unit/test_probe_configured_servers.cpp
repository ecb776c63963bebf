#include "keeperfs/base/error.h"
#include "keeperfs/probe/configured_servers.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::probe;
using net::Endpoint;

namespace {

config::KeeperSettings naming(std::initializer_list<const char*> hosts) {
    config::KeeperSettings settings;
    for (const char* host : hosts) {
        settings.servers.emplace_back();
        settings.servers.back().key = "server";
        settings.servers.back().hostname = host;
    }
    return settings;
}

} // namespace

TEST_CASE("the port of a service is that of the protocol that is wanted, or the only one") {
    using Port = std::optional<std::uint16_t>;
    struct Case {
        Port plain, secure;
        bool wants_tls;
        Port number;
        bool is_secure;
    };
    for (const Case& test : {
             Case{9181, 9281, false, 9181, false},
             Case{9181, 9281, true, 9281, true},
             Case{{}, 9281, false, 9281, true},
             Case{9181, {}, false, 9181, false},
             Case{9181, {}, true, {}, false},
             Case{{}, {}, false, {}, false},
             Case{{}, {}, true, {}, false},
         }) {
        config::KeeperSettings settings;
        settings.tcp_port = test.plain;
        settings.tcp_port_secure = test.secure;
        settings.http_control_port = test.plain;
        settings.http_control_secure_port = test.secure;
        for (const Service service : {Service::client, Service::http_control}) {
            const auto port = configured_port(settings, service, test.wants_tls);
            CAPTURE(test.wants_tls);
            REQUIRE(port.has_value() == test.number.has_value());
            if (port) {
                CHECK(port->number == *test.number);
                CHECK(port->is_secure == test.is_secure);
            }
        }
    }
}

TEST_CASE("the Prometheus endpoint speaks no TLS") {
    config::KeeperSettings settings;
    settings.prometheus_port = 9363;
    CHECK(configured_port(settings, Service::prometheus, false)->number == 9363);
    CHECK_FALSE(configured_port(settings, Service::prometheus, true));
}

TEST_CASE("every member is a server, each host once") {
    CHECK(configured_servers(naming({"b", "::1", "b", "10.0.0.1"}), 2181) ==
          std::vector<Endpoint>{{"b", 2181}, {"::1", 2181}, {"10.0.0.1", 2181}});
}

TEST_CASE("a configuration without a host that can be asked is refused") {
    CHECK_THROWS_WITH_AS(configured_servers({}, 9181),
                         "keeper_server.raft_configuration names no server. Name the servers.", Error);
    for (const char* host : {"", "-rf", "a b", "a]:1", "\x1b[2J"}) {
        CAPTURE(host);
        try {
            configured_servers(naming({"a", host}), 9181);
            FAIL("it was taken");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::bad_input);
            CHECK(std::string(error.what()).find('\x1b') == std::string::npos);
        }
    }
}
