#pragma once
#include "keeperfs/net/endpoint.h"
#include "keeperfs/probe/ask.h"
#include "keeperfs/probe/patience.h"

#include <cstdint>

namespace keeperfs::probe {

struct SnapshotMade {
    std::uint64_t index = 0; ///< of the last entry that is in it
    bool was_there = false;  ///< nothing had been committed since the newest one
    std::chrono::milliseconds elapsed{0};
};

/// Has a Keeper make a snapshot (csnp, which only schedules it) and waits until lgif names it. Error
/// (unreachable) where the server does not answer either word, could not do it, or is not done in time; csnp
/// is sent once, and only to a server that answers lgif.
KEEPERFS_EXPORT SnapshotMade snapshot_now(const net::Endpoint& server, const AskOptions& ask,
                                          const Patience& patience);

} // namespace keeperfs::probe
