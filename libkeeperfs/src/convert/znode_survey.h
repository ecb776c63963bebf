#pragma once
#include "convert/change_log.h"

#include "keeperfs/convert/keeper_to_zookeeper.h"
#include "keeperfs/keeper/snapshot.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::convert {

/// What the tree has that ZooKeeper cannot hold, and what else must be known before the first byte is
/// written.
class ZnodeSurvey {
public:
    explicit ZnodeSurvey(const KeeperToZooKeeperOptions& options) : options_(options) {}

    /// Whether a node goes along: all but Keeper's own and what the options leave out.
    bool belongs(const keeper::SnapshotNode& node) const;
    void look_at(const keeper::SnapshotNode& node);   ///< of those that belong
    void pass_over(const keeper::SnapshotNode& node); ///< of the others
    /// Throws Error(refused) with a list of what no server could hold.
    void refuse() const;

    std::int64_t greatest_zxid() const noexcept { return greatest_zxid_; }
    bool has_zookeeper() const noexcept { return has_zookeeper_; }
    bool has_quota() const noexcept { return has_quota_; }
    /// Of the nodes in the file that will be written.
    std::uint64_t bytes() const noexcept { return bytes_; }
    std::uint64_t left_out() const noexcept { return left_out_; }
    ChangeLog& changes() noexcept { return changes_; }

private:
    struct Refused {
        std::string_view what, hint;
        std::uint64_t count = 0;
        std::vector<std::string> examples = {};
    };
    const KeeperToZooKeeperOptions& options_;
    Refused counters_{"a sequence counter beyond 32 bits",
                      "ZooKeeper would go on with other numbers. `keeperctl snapshot sequence set` changes "
                      "one in a copy of the snapshot, where no name is used again."};
    Refused names_{"a name that ZooKeeper does not keep: no UTF-8, or a character beyond U+FFFF",
                   "--lost-names drop leaves them out; `keeperctl snapshot rewrite --rename-path` makes a "
                   "snapshot in which they have other names."};
    Refused ttls_{"a TTL that is not between 1 ms and 2^40 - 1 ms",
                  "--special-nodes persistent makes TTL nodes and containers persistent."};
    Refused special_{"a TTL or are containers, which --special-nodes fail refuses",
                     "Choose keep or persistent."};
    Refused childless_{"to be the parent of /zookeeper/quota, but may have no children",
                       "Leave it out with `keeperctl snapshot rewrite --drop-path /zookeeper`."};
    std::int64_t greatest_zxid_ = 0;
    bool has_zookeeper_ = false, has_quota_ = false;
    std::uint64_t bytes_ = 0, left_out_ = 0;
    ChangeLog changes_;

    static void refuse_later(Refused& kind, std::string_view path, std::string_view value);
    void look_at_path(const keeper::SnapshotNode& node);
    void look_at_kind(const keeper::SnapshotNode& node);
};

} // namespace keeperfs::convert
