#pragma once
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"

#include <string>

namespace keeperfs::inspect {

/// Where the three parts of a Keeper's data lie; empty: there is no such place.
struct DataPlaces {
    std::string log_dir, snapshot_dir;
    std::string state_file;
};

/// In a directory that holds them as log or logs, snapshots and state, in its folder coordination, or flat.
/// Error(bad_input) when there is nothing of it.
KEEPERFS_EXPORT DataPlaces find_data_places(io::FileSystem& files, const std::string& directory);

} // namespace keeperfs::inspect
