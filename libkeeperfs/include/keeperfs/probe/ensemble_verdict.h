#pragma once
// What the views of several servers say of their ensemble.
#include "keeperfs/probe/ensemble_findings.h"
#include "keeperfs/probe/server_view.h"

namespace keeperfs::probe {

enum class Health : std::uint8_t {
    healthy,
    degraded,  ///< clients can use it, and something is to be done: a warning or an error
    no_quorum, ///< clients cannot use it
};
KEEPERFS_EXPORT const char* name_of(Health health) noexcept;

struct EnsembleLimits {
    /// Entries. Servers are asked a few milliseconds apart, in which a busy leader commits some.
    std::uint64_t most_lag = 1000;
};

struct EnsembleVerdict {
    Health health = Health::healthy;
    std::string summary;               ///< one sentence, without its full stop
    std::optional<std::size_t> leader; ///< its place in the ensemble, where one leads
    std::vector<EnsembleFinding> findings;
};

/// The servers are taken for members of one ensemble, not necessarily for all of them.
KEEPERFS_EXPORT EnsembleVerdict judge(std::span<const ServerView> ensemble,
                                      const EnsembleLimits& limits = {});
/// The worst that the findings allow; for those that were found in another way, too.
KEEPERFS_EXPORT Health health_by(std::span<const EnsembleFinding> findings);

/// Which view leads; of several the one with the newest term, the first where terms are not told.
KEEPERFS_EXPORT std::optional<std::size_t> leader_among(std::span<const ServerView> ensemble);

} // namespace keeperfs::probe
