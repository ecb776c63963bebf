#pragma once
#include "keeperfs/export.h"
#include "keeperfs/inspect/data_places.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/keeper/cluster_config.h"

#include <span>

namespace keeperfs::recover {

/// Error(in_use) when a server holds the lock file of these directories.
KEEPERFS_EXPORT void refuse_locked(io::FileSystem& files, const inspect::DataPlaces& places);
/// Error(in_use) when something listens at the raft endpoint of one of these servers. What cannot be reached
/// in a second counts as stopped.
KEEPERFS_EXPORT void refuse_listening(std::span<const keeper::ClusterServer> servers);

} // namespace keeperfs::recover
