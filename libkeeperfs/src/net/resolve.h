#pragma once
#include "keeperfs/net/deadline.h"
#include "keeperfs/net/endpoint.h"

#include <sys/socket.h>

#include <vector>

namespace keeperfs::net {

struct Address {
    sockaddr_storage place{};
    socklen_t size = 0;
};

/// The host's addresses, in the order in which the system wants them tried; never none. Throws
/// ConnectionError(name_not_found), also when the name server takes longer than the deadline.
std::vector<Address> resolve(const Endpoint& endpoint, const Deadline& deadline);

} // namespace keeperfs::net
