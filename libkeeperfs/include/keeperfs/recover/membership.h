#pragma once
// Who shall be a member from now on, as people write it and as Keeper's files hold it.
#include "keeperfs/export.h"
#include "keeperfs/keeper/cluster_config.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::recover {

/// "1=keeper1:9234", "2=[fd00::2]:9234,learner", "3=keeper3:9234,priority=2": as the option --server has it.
/// Error(usage) for what names no member.
KEEPERFS_EXPORT keeper::ClusterServer parse_server(std::string_view text);
/// The same form; the learner and a priority other than 1 are said.
KEEPERFS_EXPORT std::string text_of(const keeper::ClusterServer& server);
/// All of them, with ", " between.
KEEPERFS_EXPORT std::string text_of(std::span<const keeper::ClusterServer> servers);

/// Error(usage) for a list with which no cluster can start: none at all, an id or an endpoint twice, nobody
/// who may lead.
KEEPERFS_EXPORT void check_members(std::span<const keeper::ClusterServer> servers);

/// The survivor as the only member: a learner becomes a voter, since somebody must lead.
KEEPERFS_EXPORT keeper::ClusterServer as_only_member(keeper::ClusterServer survivor);

} // namespace keeperfs::recover
