#pragma once
#include "convert/acl_rules.h"
#include "convert/change_log.h"
#include "convert/drop_plan.h"

#include "keeperfs/convert/zookeeper_to_keeper.h"
#include "keeperfs/keeper/snapshot.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace keeperfs::convert {

/// What a znode of ZooKeeper becomes in Keeper. Everything that a client sees stays; what cannot stay is
/// counted.
class NodeRules {
public:
    NodeRules(const ZooKeeperToKeeperOptions& options, const AclMapping& acls, const DropPlan& drops,
              const std::map<std::int64_t, std::int64_t>& sessions)
        : options_(options), acls_(acls), drops_(drops), sessions_(sessions) {}

    /// False for a node that is left out. Spans of `to` are those of `from`.
    bool map(const zookeeper::RestoredNode& from, keeper::SnapshotNode& to);

    std::uint64_t ephemerals() const noexcept { return ephemerals_; }
    std::uint64_t data_bytes() const noexcept { return data_bytes_; }
    std::vector<SpecialNode> take_special_nodes() { return std::move(special_nodes_); }
    ChangeLog& changes() noexcept { return changes_; }
    /// Owners of ephemerals that stand in no session table, with the number of their nodes.
    const std::map<std::int64_t, std::uint64_t>& orphan_owners() const noexcept { return orphan_owners_; }

private:
    const ZooKeeperToKeeperOptions& options_;
    const AclMapping& acls_;
    const DropPlan& drops_;
    const std::map<std::int64_t, std::int64_t>& sessions_;
    std::uint64_t ephemerals_ = 0, data_bytes_ = 0;
    std::vector<SpecialNode> special_nodes_;
    std::map<std::int64_t, std::uint64_t> orphan_owners_;
    ChangeLog changes_;

    void map_counters(const zookeeper::RestoredNode& from, keeper::SnapshotNode& to);
    void map_owner(const zookeeper::RestoredNode& from, keeper::SnapshotNode& to);
    void map_special(const zookeeper::RestoredNode& from, zookeeper::OwnerMeaning meaning,
                     keeper::SnapshotNode& to);
    std::string reason_not_kept(zookeeper::OwnerMeaning meaning, std::int32_t children) const;
};

} // namespace keeperfs::convert
