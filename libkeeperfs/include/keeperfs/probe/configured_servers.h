#pragma once
// Which servers a configuration names, and on which port they listen for clients.
#include "keeperfs/config/keeper_settings.h"
#include "keeperfs/net/endpoint.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace keeperfs::probe {

struct ServicePort {
    std::uint16_t number = 0;
    bool is_secure = false; ///< TLS is spoken there
};

/// With `wants_tls` tcp_port_secure; without it tcp_port, or tcp_port_secure where it is the only one.
/// nullopt: that port is not set, and then a server does not open it.
KEEPERFS_EXPORT std::optional<ServicePort> client_port(const config::KeeperSettings& settings,
                                                       bool wants_tls);

/// The members' host names, each with `port`: a configuration knows the ports of its own server only, so it
/// is taken for granted that all have the same. Each host once. Throws Error(bad_input) where none is named,
/// and for what is no host.
KEEPERFS_EXPORT std::vector<net::Endpoint> configured_servers(const config::KeeperSettings& settings,
                                                              std::uint16_t port);

} // namespace keeperfs::probe
