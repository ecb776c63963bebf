#pragma once
#include "keeperfs/export.h"
#include "keeperfs/storage/disk.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

namespace keeperfs::inspect {

/// Which requests of a log a server refused. That is in no record: it takes the tree that they met.
struct KEEPERFS_EXPORT RefusedRequests {
    struct Place {
        std::uint64_t index, term; ///< an index alone may have been overwritten
        auto operator<=>(const Place&) const = default;
    };
    std::uint64_t known_behind = 0; ///< of records up to this index nothing is known: no snapshot is that old
    std::optional<std::uint64_t> known_to; ///< nor of later ones, where the replay had to end
    std::vector<Place> places;             ///< in order

    bool contains(std::uint64_t index, std::uint64_t term) const noexcept;
};

/// Replays from the oldest snapshot behind which the log goes on. Errors: those of replay_directory().
KEEPERFS_EXPORT RefusedRequests find_refused_requests(storage::Disk& snapshots, storage::Disk& logs);

} // namespace keeperfs::inspect
