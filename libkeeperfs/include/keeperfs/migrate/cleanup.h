#pragma once
// Markers, doubles and leftovers that are proven useless.
#include "keeperfs/export.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/migrate/inventory.h"

#include <string>
#include <vector>

namespace keeperfs::migrate {

struct Removal {
    std::size_t place = 0;
    std::string name;
    std::uint64_t bytes = 0;
    std::string reason; ///< why it is useless, for people
};
/// What looks useless and is not proven to be.
struct Kept {
    std::size_t place = 0;
    std::string name;
    std::string reason;
};

struct CleanupPlan {
    std::vector<Removal> removals; ///< in their order
    std::vector<Kept> kept;
};

/// A marker goes where no file is beside it, or where the file proves to be whole and no copy elsewhere
/// differs; the file itself never. A double goes where the one at its right place is whole and the same.
/// Reads the files that these rules are about.
KEEPERFS_EXPORT CleanupPlan plan_cleanup(const Layout& layout, const Inventory& inventory,
                                         io::Meter* meter = nullptr);
KEEPERFS_EXPORT void clean_up(const Layout& layout, const CleanupPlan& plan);

} // namespace keeperfs::migrate
