#pragma once
#include "convert/acl_numbers.h"
#include "convert/change_log.h"

#include "keeperfs/convert/keeper_to_zookeeper.h"
#include "keeperfs/keeper/snapshot.h"
#include "keeperfs/zookeeper/snapshot_reader.h"

#include <cstdint>
#include <unordered_set>

namespace keeperfs::convert {

/// What a node of Keeper becomes in ZooKeeper. Names of sequential children go on where they were; all else
/// that a client sees stays, but for cversion, which ZooKeeper computes of the same number.
class ZnodeRules {
public:
    /// `sessions`: ids that the session table will have.
    ZnodeRules(const KeeperToZooKeeperOptions& options, const AclNumbers& acls,
               std::unordered_set<std::int64_t> sessions)
        : options_(options), acls_(acls), sessions_(std::move(sessions)) {}

    /// `children`: in the tree that is written. Spans of `to` are those of `from`. Throws Error(bad_input)
    /// for an ACL id that the map does not have.
    void map(const keeper::SnapshotNode& from, std::uint32_t children, zookeeper::SnapshotNode& to);

    /// Adds what was counted to a report.
    void report_to(KeeperToZooKeeperReport& report);

private:
    const KeeperToZooKeeperOptions& options_;
    const AclNumbers& acls_;
    const std::unordered_set<std::int64_t> sessions_;
    std::uint64_t data_bytes_ = 0, ephemerals_ = 0, containers_ = 0, ttl_nodes_ = 0, other_cversions_ = 0;
    ChangeLog changes_;

    void map_cversion(const keeper::SnapshotNode& from, std::uint32_t children, zookeeper::SnapshotNode& to);
    std::int64_t owner_of(const keeper::SnapshotNode& from);
    std::int64_t owner_of_special(const keeper::SnapshotNode& from);
};

} // namespace keeperfs::convert
