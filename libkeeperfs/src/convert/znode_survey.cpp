#include "convert/znode_survey.h"

#include "zookeeper/owner.h"
#include "zookeeper/paths.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/zookeeper/client_path.h"
#include "keeperfs/zookeeper/snapshot_format.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::convert {

namespace {

constexpr std::string_view keeper_path = "/keeper";
constexpr std::size_t most_examples = 10;
/// ZooKeeper's jute.maxbuffer, unless it is set.
constexpr std::size_t default_max_buffer = 0xfffff;

} // namespace

bool ZnodeSurvey::belongs(const keeper::SnapshotNode& node) const {
    return !zookeeper::is_at_or_below(as_text(node.path), keeper_path) &&
           (options_.sessions == SessionPolicy::keep || !node.is_ephemeral()) &&
           (options_.lost_names == LostNamePolicy::fail ||
            zookeeper::use_of_path(node.path) != zookeeper::PathUse::lost);
}

void ZnodeSurvey::pass_over(const keeper::SnapshotNode& node) {
    ++left_out_;
    const std::string_view path = as_text(node.path);
    if (zookeeper::is_at_or_below(path, keeper_path))
        return;
    if (options_.sessions == SessionPolicy::drop && node.is_ephemeral())
        changes_.add("ephemeral.left-out", "ephemeral nodes left out (--sessions drop)", path);
    else
        changes_.add(
            "name.left-out",
            "nodes left out because ZooKeeper does not keep a name in their path (--lost-names drop)", path);
}

void ZnodeSurvey::look_at(const keeper::SnapshotNode& node) {
    const std::string_view path = as_text(node.path);
    bytes_ += zookeeper::snapshot_format::least_node_bytes + node.path.size() + node.data.size();
    // A configuration's version stands where that node's mzxid would.
    if (path != zookeeper::config_path)
        greatest_zxid_ = std::max({greatest_zxid_, node.stat.czxid, node.stat.mzxid, node.stat.pzxid});
    if (node.seq_num != static_cast<std::int32_t>(node.seq_num))
        refuse_later(counters_, path, fmt::format(": {}", node.seq_num));
    look_at_path(node);
    look_at_kind(node);
    if (node.data.size() > default_max_buffer)
        changes_.add("data.over-default-limit",
                     "nodes with more data than jute.maxbuffer allows by default (1,048,575 bytes); servers "
                     "and clients need a greater one",
                     path);
}

void ZnodeSurvey::look_at_path(const keeper::SnapshotNode& node) {
    const std::string_view path = as_text(node.path);
    has_quota_ = has_quota_ || path == zookeeper::quota_root;
    if (path == zookeeper::system_path) {
        has_zookeeper_ = true;
        if (node.is_ephemeral() || node.ttl_ms)
            refuse_later(childless_, path, "");
    }
    switch (zookeeper::use_of_path(node.path)) {
    case zookeeper::PathUse::usable:
        return;
    case zookeeper::PathUse::unreachable:
        changes_.add("name.unreachable",
                     "nodes whose names ZooKeeper refuses in every request; they are in its tree, but only "
                     "Keeper lets clients use them",
                     path);
        return;
    case zookeeper::PathUse::lost:
        refuse_later(names_, path, "");
        return;
    }
}

void ZnodeSurvey::look_at_kind(const keeper::SnapshotNode& node) {
    if (!node.ttl_ms && !node.is_container())
        return;
    if (options_.special_nodes == SpecialNodePolicy::fail)
        refuse_later(special_, as_text(node.path), node.ttl_ms ? ": TTL node" : ": container");
    else if (options_.special_nodes == SpecialNodePolicy::automatic && node.ttl_ms &&
             (*node.ttl_ms < 1 || *node.ttl_ms > zookeeper::max_ttl_ms))
        refuse_later(ttls_, as_text(node.path), fmt::format(": {} ms", *node.ttl_ms));
}

void ZnodeSurvey::refuse_later(Refused& kind, std::string_view path, std::string_view value) {
    if (++kind.count <= most_examples)
        kind.examples.push_back(fmt::format("\n  {}{}", escaped(path), value));
}

void ZnodeSurvey::refuse() const {
    for (const Refused* kind : {&names_, &counters_, &ttls_, &special_, &childless_})
        if (kind->count > 0)
            throw Error(ErrorKind::refused,
                        fmt::format("{} {}:{}{}", counted(kind->count, "node has", "nodes have"), kind->what,
                                    fmt::join(kind->examples, ""),
                                    kind->count > kind->examples.size() ? "\n  ..." : ""))
                .hint(std::string(kind->hint));
}

} // namespace keeperfs::convert
