#include "convert/node_rules.h"

#include "keeperfs/base/text.h"

#include <fmt/format.h>

namespace keeperfs::convert {

using zookeeper::ZnodeKind;

bool NodeRules::map(const zookeeper::RestoredNode& from, keeper::SnapshotNode& to) {
    if (drops_.drops(from.id))
        return false;
    to.path = from.path.empty() ? as_bytes("/") : from.path;
    to.data = from.data;
    to.acl_id = acls_.id_of(from.acl);
    to.stat = from.stat;
    to.ttl_ms.reset();
    to.num_children = static_cast<std::int32_t>(from.children - drops_.lost_children(from.id));
    map_counters(from, to);
    if (from.stat.ephemeral_owner != 0)
        map_owner(from, to);
    data_bytes_ += from.data.size();
    if (from.data_is_null)
        changes_.add("data.null-became-empty",
                     "nodes without data (null) have empty data now; Keeper knows no null", as_text(to.path));
    if (from.acl == zookeeper::unknown_acl)
        changes_.add("acl.unknown-opened", "nodes whose ACL was in no table are open to everybody now",
                     as_text(to.path));
    return true;
}

/// ZooKeeper stores how many children were ever created (C), which is also the next sequential number, and
/// shows clients 2C - N for N children, in 32-bit arithmetic. Keeper stores both numbers as they are shown.
void NodeRules::map_counters(const zookeeper::RestoredNode& from, keeper::SnapshotNode& to) {
    const std::int64_t created = from.stat.cversion;
    const std::int64_t shown = 2 * created - std::int64_t{from.children};
    to.stat.cversion = static_cast<std::int32_t>(shown);
    to.seq_num = created;
    if (to.stat.cversion != shown)
        changes_.add("cversion.wrapped",
                     "nodes whose shown cversion is over 32 bits; kept as ZooKeeper shows it, wrapped around",
                     as_text(to.path));
    if (created < 0 && !as_text(from.path).starts_with("/zookeeper/"))
        changes_.add("sequence.negative",
                     "nodes whose sequence counter is negative (it wrapped around); kept, but Keeper writes "
                     "the number of the "
                     "next sequential child in another form than ZooKeeper",
                     as_text(to.path));
}

void NodeRules::map_owner(const zookeeper::RestoredNode& from, keeper::SnapshotNode& to) {
    const std::int64_t owner = from.stat.ephemeral_owner;
    const auto meaning = zookeeper::meaning_of_owner(owner, from.owner_is_session, options_.emulate_353_ttl);
    if (meaning.kind != ZnodeKind::ephemeral) {
        map_special(from, meaning, to);
        return;
    }
    ++ephemerals_;
    to.seq_num = 0;
    if (!sessions_.contains(owner))
        ++orphan_owners_[owner];
}

std::string NodeRules::reason_not_kept(zookeeper::OwnerMeaning meaning, std::int32_t children) const {
    if (options_.special_nodes == SpecialNodePolicy::persistent)
        return "--special-nodes persistent";
    const int needed = meaning.kind == ZnodeKind::container ? keeper::snapshot_version::containers
                                                            : keeper::snapshot_version::ttl;
    if (options_.snapshot_version < needed)
        return fmt::format("needs snapshot version {}", needed);
    if (meaning.kind == ZnodeKind::ttl && children > 0)
        return "it has children, which a TTL node of Keeper may not have";
    if (meaning.kind == ZnodeKind::ttl && (meaning.ttl_ms < 1 || meaning.ttl_ms > keeper::max_ttl_ms))
        return "its TTL is out of Keeper's range";
    return {};
}

void NodeRules::map_special(const zookeeper::RestoredNode& from, zookeeper::OwnerMeaning meaning,
                            keeper::SnapshotNode& to) {
    SpecialNode special{
        std::string(as_text(to.path)), meaning.kind, meaning.ttl_ms,
        from.stat.ephemeral_owner,     false,        reason_not_kept(meaning, to.num_children)};
    special.kept = special.reason.empty();
    to.stat.ephemeral_owner =
        special.kept && meaning.kind == ZnodeKind::container ? tree::container_owner : 0;
    if (special.kept && meaning.kind == ZnodeKind::ttl) {
        to.ttl_ms = meaning.ttl_ms;
        // Keeper keeps the TTL where other nodes keep their counter.
        if (to.seq_num != 0)
            changes_.add(
                "sequence.lost-under-ttl",
                "TTL nodes that once had children lose their sequence counter; Keeper allows them none",
                special.path);
        to.seq_num = 0;
    }
    special_nodes_.push_back(std::move(special));
}

} // namespace keeperfs::convert
