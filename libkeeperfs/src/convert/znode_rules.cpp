#include "convert/znode_rules.h"

#include "zookeeper/owner.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/zookeeper/znode_kind.h"

#include <fmt/format.h>

#include <utility>

namespace keeperfs::convert {

void ZnodeRules::map(const keeper::SnapshotNode& from, std::uint32_t children, zookeeper::SnapshotNode& to) {
    const std::optional<std::int64_t> acl = acls_.number_of(from.acl_id);
    if (!acl)
        throw Error(ErrorKind::bad_input, fmt::format("the ACL {} of {} is not in the snapshot's map",
                                                      from.acl_id, escaped(as_text(from.path))))
            .hint("Look with `keeperctl snapshot verify`; `keeperctl snapshot rewrite --set-acl` gives the "
                  "node another one.");
    to.path = from.path.size() == 1 ? Bytes() : from.path;
    to.data = from.data;
    to.data_is_null = false;
    to.acl_number = *acl;
    to.stat = from.stat;
    map_cversion(from, children, to);
    to.stat.ephemeral_owner = owner_of(from);
    data_bytes_ += from.data.size();
}

/// ZooKeeper stores how many children were ever created (C), gives it to the next sequential child, and shows
/// clients 2C - N for N children, in 32-bit arithmetic.
void ZnodeRules::map_cversion(const keeper::SnapshotNode& from, std::uint32_t children,
                              zookeeper::SnapshotNode& to) {
    const auto created = static_cast<std::uint32_t>(from.seq_num);
    to.stat.cversion = static_cast<std::int32_t>(created);
    const auto shown = static_cast<std::int32_t>(2 * created - children);
    if (shown == from.stat.cversion)
        return;
    ++other_cversions_;
    changes_.add("cversion.computed",
                 "nodes whose cversion clients see changed: ZooKeeper shows twice the counter of sequential "
                 "names less the number of children, and does not count changes of children's data",
                 as_text(from.path));
}

std::int64_t ZnodeRules::owner_of(const keeper::SnapshotNode& from) {
    if (from.ttl_ms || from.is_container())
        return owner_of_special(from);
    if (!from.is_ephemeral())
        return 0;
    const std::int64_t owner = from.stat.ephemeral_owner;
    ++ephemerals_;
    if (!sessions_.contains(owner))
        changes_.add("ephemeral.no-session",
                     "ephemeral nodes of sessions that do not exist; Keeper keeps them for ever, ZooKeeper "
                     "removes them at its start",
                     as_text(from.path));
    if (zookeeper::meaning_of_owner(owner, false, false).kind == zookeeper::ZnodeKind::ttl)
        changes_.add("ephemeral.looks-like-ttl",
                     "ephemeral nodes of sessions that servers with extendedTypesEnabled take for a TTL; "
                     "start ZooKeeper without that setting, or let these sessions end first",
                     as_text(from.path));
    return owner;
}

std::int64_t ZnodeRules::owner_of_special(const keeper::SnapshotNode& from) {
    if (options_.special_nodes == SpecialNodePolicy::persistent) {
        changes_.add("special-node.became-persistent", "container and TTL nodes are persistent now",
                     as_text(from.path));
        return 0;
    }
    ++(from.ttl_ms ? ttl_nodes_ : containers_);
    return from.ttl_ms ? zookeeper::ttl_owner(*from.ttl_ms) : tree::container_owner;
}

void ZnodeRules::report_to(KeeperToZooKeeperReport& report) {
    report.data_bytes = data_bytes_;
    report.ephemerals = ephemerals_;
    report.containers = containers_;
    report.ttl_nodes = ttl_nodes_;
    report.other_cversions = other_cversions_;
    for (Change& change : changes_.take())
        report.changes.push_back(std::move(change));
}

} // namespace keeperfs::convert
