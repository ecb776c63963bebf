#pragma once
// What a server takes where its configuration says nothing.
#include "keeperfs/config/configuration.h"
#include "keeperfs/config/settings_catalogue.h"
#include "keeperfs/export.h"

#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::config {

struct ReleaseDefault {
    std::string key; ///< "keeper_server.coordination_settings.force_sync"
    std::string_view value;
    bool is_certain =
        true; ///< false: whether the release has the setting, or this default, is not established
};

/// Of keeper_server, its coordination settings, raft_configuration and feature flags, in this order and by
/// names. Left out: what the release does not know, what has no effect in it, what has no default, and what
/// follows from other settings, as directories do.
KEEPERFS_EXPORT std::vector<ReleaseDefault> defaults_of(Release release);
/// Those that the configuration does not set.
KEEPERFS_EXPORT std::vector<ReleaseDefault> defaults_beside(const Configuration& configuration,
                                                            Release release);

} // namespace keeperfs::config
