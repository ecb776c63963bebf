#pragma once
// Which survivor's files are taken, with or without what the others hold, and what that loses.
#include "keeperfs/export.h"
#include "keeperfs/recover/recovery.h"
#include "keeperfs/recover/survivors.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace keeperfs::recover {

/// Which member a survivor is, which neither log nor snapshot says: that of the id; or the only one of
/// `members` (of `stored`, when there are none) that it can be. Error(usage) when it is not there or could be
/// several.
KEEPERFS_EXPORT keeper::ClusterServer own_member(std::span<const keeper::ClusterServer> stored,
                                                 std::span<const keeper::ClusterServer> members,
                                                 std::optional<std::int32_t> id);

/// What goes into a recovery.
struct Choice {
    std::vector<inspect::DirectoryScan> scans; ///< the survivor, then the others
    inspect::LogImage log;
    /// Records that some survivor holds, or shows that there were, and the result does not have.
    std::vector<inspect::IndexRange> lost;

    KEEPERFS_EXPORT std::uint64_t lost_records() const noexcept;
};
/// One survivor's own files; of the others only the terms count.
KEEPERFS_EXPORT Choice choose_one(const Survivors& survivors, std::size_t place);
/// The best one's, with the records and snapshots of others where they are proven to belong. What lies behind
/// them in a directory that is left out counts as lost.
KEEPERFS_EXPORT Choice choose_all(const Survivors& survivors);

/// Error(refused) unless every survivor agrees with the best.
KEEPERFS_EXPORT void refuse_disagreement(const Survivors& survivors);
/// Error(refused) when one is of another history. One of which that is not known may be left out.
KEEPERFS_EXPORT void refuse_divergence(const Survivors& survivors);
/// Error(refused) when more records are lost.
KEEPERFS_EXPORT void refuse_loss(const Choice& choice, std::uint64_t accepted);

} // namespace keeperfs::recover
