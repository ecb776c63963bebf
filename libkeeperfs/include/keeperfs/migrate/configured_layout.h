#pragma once
// The layout that configurations of a server name.
#include "keeperfs/config/keeper_settings.h"
#include "keeperfs/export.h"
#include "keeperfs/migrate/layout.h"

#include <functional>
#include <string>
#include <vector>

namespace keeperfs::migrate {

/// A configuration and the main file from which it was read.
struct Configured {
    config::KeeperSettings settings;
    std::string main_file;
};

/// Makes the disk for a place that a configuration names.
using Opener = std::function<std::shared_ptr<storage::Disk>(const Configured&, const config::StoragePlace&)>;

/// Where the files belong by `now`, the configuration with which the server would start. The sources are its
/// old disks, and what `before` names beside them; null: the old disks alone.
KEEPERFS_EXPORT Layout layout_of(const Configured& now, const Configured* before, const Opener& open);

/// A directory as a place.
KEEPERFS_EXPORT Place place_of_directory(const std::string& directory);

/// All files that lie flat in some places to another one, for a server that would start with `now`; null:
/// nothing is known of that. Error(usage) for a source that is the target.
KEEPERFS_EXPORT Layout layout_of_places(const std::vector<Place>& from, const Place& to,
                                        const Configured* now);

} // namespace keeperfs::migrate
