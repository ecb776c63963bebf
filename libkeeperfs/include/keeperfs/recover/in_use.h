#pragma once
#include "keeperfs/export.h"
#include "keeperfs/inspect/data_places.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/keeper/cluster_config.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace keeperfs::recover {

/// Error(in_use) when a server holds the lock file of these directories.
KEEPERFS_EXPORT void refuse_locked(io::FileSystem& files, const inspect::DataPlaces& places);
/// The lock files of servers in or above these directories, which no server can start on as long as they are
/// held. Error(in_use) when one holds them already.
using HeldLocks = std::vector<std::unique_ptr<io::File>>;
KEEPERFS_EXPORT HeldLocks hold_locks(io::FileSystem& files, std::span<const std::string> directories);
/// Error(in_use) when another process has a file below these directories open.
KEEPERFS_EXPORT void refuse_open_files(std::span<const std::string> directories);
/// Error(in_use) when something listens at the raft endpoint of one of these servers. What cannot be reached
/// in a second counts as stopped.
KEEPERFS_EXPORT void refuse_listening(std::span<const keeper::ClusterServer> servers);

} // namespace keeperfs::recover
