#include "keeperfs/probe/lag.h"

#include <algorithm>

namespace keeperfs::probe {

namespace {

std::uint64_t above(std::uint64_t a, std::uint64_t b) { return a > b ? a - b : 0; }

/// ZooKeeper's zxid has the epoch in its upper half; Keeper's is one counter.
Figure by_zxid(const Position& ahead, const Position& behind) {
    if (!ahead.zxid || !behind.zxid || ahead.kind != behind.kind)
        return std::nullopt;
    constexpr unsigned counter_bits = 32;
    constexpr std::uint64_t counter = (std::uint64_t{1} << counter_bits) - 1;
    const bool has_epochs = ahead.kind == ServerKind::zookeeper;
    // A leader begins its epoch at once, and followers take it over with the first change.
    if (has_epochs && (*ahead.zxid >> counter_bits) > (*behind.zxid >> counter_bits))
        return *ahead.zxid & counter;
    return above(*ahead.zxid, *behind.zxid);
}

} // namespace

Position position_of(const ServerView& view) { return {view.kind, view.figures.committed_index, view.zxid}; }

Figure distance(const Position& ahead, const Position& behind) {
    return ahead.committed_index && behind.committed_index
               ? Figure(above(*ahead.committed_index, *behind.committed_index))
               : by_zxid(ahead, behind);
}

Figure lag_behind(const ServerView& leader, const ServerView& server) {
    Position ahead = position_of(leader);
    // Whichever was asked later knows more.
    ahead.committed_index = std::max(ahead.committed_index, server.figures.leader_committed_index);
    return distance(ahead, position_of(server));
}

} // namespace keeperfs::probe
