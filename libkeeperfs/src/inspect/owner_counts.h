#pragma once
#include "keeperfs/inspect/snapshot_stats.h"

#include <cstdint>
#include <vector>

namespace keeperfs::inspect {

/// Owners of ephemerals, against the sessions, which come last in the file.
class OwnerCounts {
public:
    void add(std::int64_t owner) { owners_.push_back(owner); }
    std::size_t memory_bytes() const noexcept { return owners_.memory_bytes(); }
    /// Fills in sessions and orphans, at most `top` owners of these. The list is empty afterwards.
    void fill(SnapshotStats& stats, const std::vector<tree::Session>& sessions, std::size_t top);

private:
    tree::ChunkedVector<std::int64_t> owners_; ///< one an ephemeral: a map would cost more in the worst case
};

} // namespace keeperfs::inspect
