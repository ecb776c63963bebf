#pragma once
#include "keeperfs/probe/condition.h"
#include "keeperfs/probe/patience.h"

namespace keeperfs::probe {

struct Waited {
    bool is_met = false;
    bool is_hopeless = false; ///< so it was not waited for any longer
    std::string missing;      ///< at the end
    std::chrono::milliseconds elapsed{0};
    std::vector<ServerView> ensemble; ///< of the last look
};

/// Looks at the servers until the condition is met. Throws what io::throw_if_cancelled() throws, nothing
/// else.
KEEPERFS_EXPORT Waited wait_for(std::span<const net::Endpoint> servers, const Condition& condition,
                                const AskOptions& ask, const Patience& patience);

} // namespace keeperfs::probe
