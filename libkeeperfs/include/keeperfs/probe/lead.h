#pragma once
#include "keeperfs/probe/patience.h"
#include "keeperfs/probe/server_view.h"

namespace keeperfs::probe {

enum class LeadMeans : std::uint8_t {
    none, ///< it led already; nothing was sent
    rqld, ///< it asked the leader to yield to it
    ydld, ///< the leader, whoever it was, gave the leadership up until this one had it
};

struct Led {
    LeadMeans means = LeadMeans::none;
    unsigned requests = 0; ///< that were sent
    std::chrono::milliseconds elapsed{0};
};

/// Throws what speaks against making this server the leader: Error(unreachable) where it does not serve,
/// Error(usage) where it never can.
KEEPERFS_EXPORT void require_that_it_can_lead(const ServerView& candidate);

/// Makes a Keeper the leader of its ensemble, and waits until it is. `others`: the other members; they are
/// asked only where the candidate may not answer rqld. The leader takes no writes for about the time of an
/// election. Error(unreachable) where the words are not answered, or it does not lead in time.
KEEPERFS_EXPORT Led lead(const net::Endpoint& candidate, std::span<const net::Endpoint> others,
                         const AskOptions& ask, const Patience& patience);

} // namespace keeperfs::probe
