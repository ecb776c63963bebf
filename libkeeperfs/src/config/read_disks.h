#pragma once
#include "keeperfs/config/keeper_settings.h"

namespace keeperfs::config {

/// storage_configuration.disks.
std::vector<DiskSettings> read_disks(const Configuration& configuration, ServerKind kind);

} // namespace keeperfs::config
