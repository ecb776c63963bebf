#pragma once
// Where a server listens.
#include "keeperfs/export.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace keeperfs::net {

/// What the documentation of Keeper calls the client port (tcp_port).
inline constexpr std::uint16_t keepers_client_port = 9181;

struct Endpoint {
    std::string host; ///< a name, or an address; an IPv6 address without brackets
    std::uint16_t port = keepers_client_port;
    bool operator==(const Endpoint&) const = default;
};

/// "host", "host:port", "10.0.0.1:9181", "[::1]:9181", "::1". Throws Error(usage) for what names no server.
KEEPERFS_EXPORT Endpoint parse_endpoint(std::string_view text,
                                        std::uint16_t default_port = keepers_client_port);
/// "host:9181", "[::1]:9181".
KEEPERFS_EXPORT std::string text_of(const Endpoint& endpoint);

} // namespace keeperfs::net
