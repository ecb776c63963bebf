#pragma once
// What a Keeper's files say that its configuration must fit: the members, which a server takes from them and
// not from its configuration, and what the snapshots that it writes must hold.
#include "keeperfs/config/check.h"
#include "keeperfs/config/keeper_settings.h"
#include "keeperfs/export.h"
#include "keeperfs/inspect/snapshot_summary.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/storage/disk.h"

#include <memory>
#include <optional>
#include <vector>

namespace keeperfs::inspect {

using Disks = std::vector<std::unique_ptr<storage::Disk>>;

struct StoredState {
    /// Of the newest snapshot's section and the last record in the log that has one, that of the greater
    /// index (keeper-behaviour 4.10). nullopt: the files name none.
    std::optional<keeper::ClusterConfig> members;
    std::optional<SnapshotSummary> newest_snapshot;
};
/// Logs and snapshots may lie on several disks each. What cannot be read is left out: fsck tells why.
KEEPERFS_EXPORT StoredState stored_state(const Disks& snapshots, const Disks& logs,
                                         io::Meter* meter = nullptr);

/// What a server makes of a configuration that names others than its files.
KEEPERFS_EXPORT std::vector<config::ConfigFinding> compare_members(const config::Configuration& configuration,
                                                                   const config::KeeperSettings& settings,
                                                                   const keeper::ClusterConfig& stored);

/// Whether the snapshots that a server will write can hold what is in its newest one.
KEEPERFS_EXPORT std::vector<config::ConfigFinding>
compare_snapshot_version(const config::Configuration& configuration, const config::CheckPlan& plan,
                         const SnapshotSummary& newest);

} // namespace keeperfs::inspect
