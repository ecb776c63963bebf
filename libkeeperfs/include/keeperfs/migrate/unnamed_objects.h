#pragma once
// Objects of disks of type s3 that no file leads to: an upload whose name was never written, a removal that
// ended half way, or another server's.
#include "keeperfs/export.h"
#include "keeperfs/migrate/layout.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace keeperfs::migrate {

struct KEEPERFS_EXPORT UnnamedObject {
    std::size_t place = 0; ///< whose endpoint it lies under; of several disks with that endpoint the first
    std::shared_ptr<storage::Disk> store;
    storage::Entry entry;        ///< of the store
    bool disk_has_names = false; ///< else its small local files may be lost, and the objects be all there is

    std::string where() const { return store->place(entry.name); }
};

/// By the files of all disks of the layout. Asks each store for a list of all that lies under the endpoint.
KEEPERFS_EXPORT std::vector<UnnamedObject> find_unnamed_objects(const Layout& layout);

} // namespace keeperfs::migrate
