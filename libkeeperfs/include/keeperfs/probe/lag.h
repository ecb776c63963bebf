#pragma once
#include "keeperfs/probe/server_view.h"

namespace keeperfs::probe {

/// How far a server has come with the changes that its ensemble committed.
struct Position {
    std::optional<ServerKind> kind;
    Figure committed_index, zxid;
};
KEEPERFS_EXPORT Position position_of(const ServerView& view);

/// How many changes lie between: entries of the raft log where both tell, else zxids, where a whole epoch of
/// ZooKeeper counts as the changes in the newer one. At least that many; 0 where the second is not behind;
/// nullopt where it cannot be told.
KEEPERFS_EXPORT Figure distance(const Position& ahead, const Position& behind);

/// By how many committed changes a server is behind, as far as it or the leader knows.
KEEPERFS_EXPORT Figure lag_behind(const ServerView& leader, const ServerView& server);

} // namespace keeperfs::probe
