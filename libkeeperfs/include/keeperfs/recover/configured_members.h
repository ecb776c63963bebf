#pragma once
// Who the members are by a server's own configuration.
#include "keeperfs/config/keeper_settings.h"
#include "keeperfs/export.h"
#include "keeperfs/keeper/cluster_config.h"

#include <vector>

namespace keeperfs::recover {

/// Error(bad_input) for one without an id or a port.
KEEPERFS_EXPORT std::vector<keeper::ClusterServer> configured_members(const config::KeeperSettings& settings);
/// Whether clients may change the members: keeper_server.enable_reconfiguration.
KEEPERFS_EXPORT bool may_reconfigure(const config::Configuration& configuration);

} // namespace keeperfs::recover
