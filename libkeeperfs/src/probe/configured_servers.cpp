#include "keeperfs/probe/configured_servers.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <algorithm>

namespace keeperfs::probe {

namespace {

net::Endpoint endpoint_of(const config::RaftServer& server, std::uint16_t port) {
    try {
        // In brackets, since a colon in it belongs to an address and not to a port.
        return net::parse_endpoint(fmt::format("[{}]", server.hostname), port);
    } catch (const Error&) {
        throw Error(ErrorKind::bad_input, fmt::format("{}.hostname: no host is called \"{}\"", server.key,
                                                      escaped(server.hostname)))
            .hint("Correct it, or name the servers.");
    }
}

} // namespace

std::optional<ServicePort> client_port(const config::KeeperSettings& settings, bool wants_tls) {
    if (!wants_tls && settings.tcp_port)
        return ServicePort{*settings.tcp_port, false};
    if (settings.tcp_port_secure)
        return ServicePort{*settings.tcp_port_secure, true};
    return std::nullopt;
}

std::vector<net::Endpoint> configured_servers(const config::KeeperSettings& settings, std::uint16_t port) {
    std::vector<net::Endpoint> endpoints;
    for (const config::RaftServer& server : settings.servers) {
        net::Endpoint endpoint = endpoint_of(server, port);
        if (std::ranges::find(endpoints, endpoint) == endpoints.end())
            endpoints.push_back(std::move(endpoint));
    }
    if (endpoints.empty())
        throw Error(ErrorKind::bad_input, "keeper_server.raft_configuration names no server")
            .hint("Name the servers.");
    return endpoints;
}

} // namespace keeperfs::probe
