#pragma once
// Which servers a configuration names, and on which ports they listen.
#include "keeperfs/config/keeper_settings.h"
#include "keeperfs/net/endpoint.h"
#include "keeperfs/probe/ask_http.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace keeperfs::probe {

/// What a server listens for, each on a port of its own.
enum class Service : std::uint8_t { client, http_control, prometheus };

struct ServicePort {
    std::uint16_t number = 0;
    bool is_secure = false; ///< TLS is spoken there
};

/// The port of the documentation's examples, where nothing else is known.
KEEPERFS_EXPORT std::uint16_t usual_port(Service service) noexcept;
/// The setting that opens it: "keeper_server.tcp_port".
KEEPERFS_EXPORT const char* setting_of(Service service, bool wants_tls) noexcept;
/// With `wants_tls` the secure port; without it the plain one, or the secure one where it is the only one.
/// nullopt: that port is not set, and then a server does not open it.
KEEPERFS_EXPORT std::optional<ServicePort> configured_port(const config::KeeperSettings& settings,
                                                           Service service, bool wants_tls);

/// With the path that the configuration gives it. nullptr: none is known.
KEEPERFS_EXPORT HttpQuestion configured_question(HttpEndpoint endpoint,
                                                 const config::KeeperSettings* settings);

/// The members' host names, each with `port`: a configuration knows the ports of its own server only, so it
/// is taken for granted that all have the same. Each host once. Throws Error(bad_input) where none is named,
/// and for what is no host.
KEEPERFS_EXPORT std::vector<net::Endpoint> configured_servers(const config::KeeperSettings& settings,
                                                              std::uint16_t port);

} // namespace keeperfs::probe
