#pragma once
// Would a server of some release start with a configuration, and would it do what its author means.
#include "keeperfs/base/finding.h"
#include "keeperfs/config/configuration.h"
#include "keeperfs/config/settings_catalogue.h"
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::config {

struct ReleaseRange {
    Release first, last; ///< both included
    bool operator==(const ReleaseRange&) const = default;
};

struct ConfigFinding {
    Finding finding;
    std::string key;                    ///< "keeper_server.tcp_port"; may be empty
    std::vector<ReleaseRange> releases; ///< which it concerns; empty: all that were asked about
};
/// "23.7 to 24.2 and 25.8", "25.8 and later" up to the newest known; empty for none.
KEEPERFS_EXPORT std::string text_of(const std::vector<ReleaseRange>& releases);

struct CheckPlan {
    /// nullopt: all known ones. The newest then decides about the severity: what concerns only releases
    /// before it is a note.
    std::optional<Release> release;
    std::optional<std::uint64_t> memory; ///< of the server's machine, in bytes
    io::FileSystem* files = nullptr;     ///< this machine is the server's: its directories are looked at
};

/// Of one node, with what reading it noticed: errors first, then in order of files and lines.
KEEPERFS_EXPORT std::vector<ConfigFinding> check(const Configuration& configuration, const CheckPlan& plan);

/// What must agree between the nodes of one ensemble; nothing of what check() finds in each.
KEEPERFS_EXPORT std::vector<ConfigFinding> check_ensemble(std::span<const Configuration> nodes,
                                                          const CheckPlan& plan);

} // namespace keeperfs::config
