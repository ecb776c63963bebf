#pragma once
// From a survivor to a serving ensemble: what is written, and then what is started in which order.
#include "keeperfs/export.h"
#include "keeperfs/recover/recovery.h"
#include "keeperfs/recover/steps.h"
#include "keeperfs/recover/survivors.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace keeperfs::recover {

struct StartUpWish {
    std::size_t survivor = 0;                   ///< a place in Survivors::all; 0 is the best
    keeper::ClusterServer own;                  ///< which member it is, see own_member()
    std::vector<keeper::ClusterServer> members; ///< at the end, the survivor too
    /// All of them are written into the survivor's files, instead of one that the others join.
    bool at_once = false;
    std::uint16_t client_port = net::keepers_client_port;
};

struct StartUp {
    std::size_t survivor = 0;
    keeper::ClusterServer server;               ///< the survivor as it will be
    bool is_promoted = false;                   ///< it was a learner and becomes a voter
    Recovery recovery;                          ///< of the survivor alone
    std::vector<keeper::ClusterServer> dropped; ///< members that are none any more, or have another address
    std::vector<std::string> warnings;          ///< sentences
    std::vector<Step> steps;
};

/// Error(usage) for a list with which no ensemble can start, Error(bad_input) when from the survivor nothing
/// can be reached.
KEEPERFS_EXPORT StartUp plan_start_up(const Survivors& survivors, const StartUpWish& wish);

} // namespace keeperfs::recover
