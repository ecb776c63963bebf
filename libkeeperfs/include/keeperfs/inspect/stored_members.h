#pragma once
// The members that a Keeper's files name. A server takes these, and not those of its configuration.
#include "keeperfs/config/check.h"
#include "keeperfs/config/keeper_settings.h"
#include "keeperfs/export.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/storage/disk.h"

#include <optional>
#include <vector>

namespace keeperfs::inspect {

/// Of the newest snapshot's section and the last record in the log that has one, that of the greater index
/// (keeper-behaviour 4.10). nullopt: the files name none, or cannot be read, which fsck tells.
KEEPERFS_EXPORT std::optional<keeper::ClusterConfig>
stored_members(storage::Disk& snapshots, storage::Disk& logs, io::Meter* meter = nullptr);

/// What a server makes of a configuration that names others than its files.
KEEPERFS_EXPORT std::vector<config::ConfigFinding> compare_members(const config::Configuration& configuration,
                                                                   const config::KeeperSettings& settings,
                                                                   const keeper::ClusterConfig& stored);

} // namespace keeperfs::inspect
