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

} // namespace keeperfs::recover
