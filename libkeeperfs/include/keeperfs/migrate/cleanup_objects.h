#pragma once
// Objects that no file leads to, and what proves them useless.
#include "keeperfs/export.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/migrate/inventory.h"
#include "keeperfs/migrate/unnamed_objects.h"

#include <string>
#include <vector>

namespace keeperfs::migrate {

struct JudgedObject {
    UnnamedObject object;
    bool is_useless = false;
    std::string reason; ///< for people
};

/// Whether other disks, of this or another server, may have objects under the same endpoints: their files are
/// not among those of the layout.
enum class OtherDisks : std::uint8_t { possible, excluded };

/// Useless is an object whose bytes are also those of a file of the layout that proves whole, where no other
/// disk can lead to it. Reads the objects that have the size of a file, and those files.
KEEPERFS_EXPORT std::vector<JudgedObject> judge_objects(const Layout& layout, const Inventory& inventory,
                                                        OtherDisks others, io::Meter* meter = nullptr);
/// Looks again for files that lead to an object first: one that has got a name stays. Returns how many went.
KEEPERFS_EXPORT std::size_t remove_useless(const Layout& layout, const std::vector<JudgedObject>& objects);

} // namespace keeperfs::migrate
