#pragma once
#include "keeperfs/base/error.h"
#include "keeperfs/probe/ask.h"

namespace keeperfs::probe {

/// Why there is no answer, for those who cannot go on without it.
Error error_of(const net::Endpoint& server, const Reply& reply);
/// The reply, or what is thrown in its place.
const Reply& answered(const net::Endpoint& server, const Reply& reply);

} // namespace keeperfs::probe
