#pragma once
// New endpoints for the members of a stopped cluster: the same change of every member's directory, so that
// they find each other when they start.
#include "keeperfs/export.h"
#include "keeperfs/recover/choice.h"
#include "keeperfs/recover/recovery.h"
#include "keeperfs/recover/survivors.h"

#include <span>
#include <string>
#include <vector>

namespace keeperfs::recover {

struct MovedNode {
    std::string directory; ///< as it was given
    Choice choice;
    Recovery recovery;
};

/// `servers`: ids with new endpoints; other members keep theirs, and each its flags and priority. For every
/// member a directory must be there, in any order: neither log nor snapshot says whose it is, and all are
/// changed alike. Error(usage) for an id that is no member, Error(refused) when the directories do not agree,
/// name different members, lack some, or cannot all be changed in the same way.
KEEPERFS_EXPORT std::vector<MovedNode> plan_move(const Survivors& survivors,
                                                 std::span<const keeper::ClusterServer> servers);

/// Writes each node's files to `target`/its name, and gives none of these directories its name before all are
/// written and proven. `names`: one for each node. `target` may be there; Error(refused) when one of them is,
/// and is not empty.
KEEPERFS_EXPORT std::vector<RecoveryProof>
execute_move(io::FileSystem& files, std::span<const MovedNode> nodes, const std::string& target,
             std::span<const std::string> names, io::Meter* meter = nullptr);

} // namespace keeperfs::recover
