#pragma once
#include "keeperfs/export.h"
#include "keeperfs/inspect/path_glob.h"
#include "keeperfs/keeper/snapshot.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace keeperfs::inspect {

/// Which nodes are wanted: those that meet every condition that is set. Limits are included in what they
/// limit.
struct KEEPERFS_EXPORT NodeFilter {
    std::vector<PathGlob> paths; ///< one of them matches
    std::optional<bool> is_ephemeral;
    std::optional<std::int64_t> owner;                  ///< the session of an ephemeral node
    std::optional<std::uint64_t> least_data, most_data; ///< bytes
    std::optional<std::int64_t> zxid_from, zxid_to;     ///< mzxid
    std::optional<std::int64_t> changed_since_ms;       ///< mtime
    std::optional<std::int64_t> changed_before_ms;      ///< mtime; not included

    bool accepts(const keeper::SnapshotNode& node) const noexcept;
};

} // namespace keeperfs::inspect
