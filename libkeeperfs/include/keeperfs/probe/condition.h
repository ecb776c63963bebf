#pragma once
// What somebody waits for.
#include "keeperfs/probe/lag.h"

namespace keeperfs::probe {

/// Of every server asked, unless said otherwise.
enum class Goal : std::uint8_t {
    leader,   ///< exactly one of them leads
    follower, ///< follows a leader
    serving,  ///< serves
    quorum,   ///< one of them serves, so there is a leader with a majority
    snapshot, ///< has a snapshot of that index or a later one
    in_sync,  ///< serves, and has what the leader had committed when it was first seen
};

struct Condition {
    Goal goal = Goal::serving;
    std::uint64_t snapshot_index = 0; ///< for Goal::snapshot
};
/// "leader", "follower", "serving", "quorum", "in-sync", "snapshot>=6723". Error(usage) for anything else.
KEEPERFS_EXPORT Condition parse_condition(std::string_view text);
KEEPERFS_EXPORT std::string text_of(const Condition& condition);

/// Whether views fulfil a condition, look by look.
class KEEPERFS_EXPORT ConditionCheck {
public:
    explicit ConditionCheck(const Condition& condition) : condition_(condition) {}

    struct Look {
        bool is_met = false;
        bool is_hopeless = false; ///< no waiting helps
        std::string missing;      ///< for people, without a full stop; empty where it is met
    };
    Look look(std::span<const ServerView> ensemble);

private:
    Condition condition_;
    std::optional<Position> leader_; ///< where the one was that was seen first

    std::string missing_of(const ServerView& view) const;
    std::string missing_leader(std::span<const ServerView> ensemble);
};

} // namespace keeperfs::probe
