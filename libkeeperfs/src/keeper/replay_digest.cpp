#include "keeper/replay_digest.h"

#include "keeperfs/base/error.h"
#include "keeperfs/keeper/digest.h"

#include <fmt/format.h>

namespace keeperfs::keeper {

SnapshotNode view_of(const StateTree& tree, NodeId id, std::string& path) {
    tree.path(id, path);
    const StateNode& node = tree.node(id);
    SnapshotNode view;
    view.path = as_bytes(path);
    view.data = tree.data(id);
    view.stat = node.stat;
    view.num_children = node.num_children;
    view.seq_num = node.seq_num;
    view.is_sequential = node.is_sequential;
    if (node.ttl_ms != StateNode::no_ttl)
        view.ttl_ms = node.ttl_ms;
    return view;
}

void DigestSum::set_version(int version) {
    version_ = version;
    sum_ = others_.empty() ? 0 : of_others(version);
    stale_.clear();
    for (NodeId id = tree_.next_node(0); id != no_node; id = tree_.next_node(id + 1)) {
        tree_.node(id).digest = 0;
        if (version != 0)
            refresh(id);
    }
}

void DigestSum::add_other(const SnapshotNode& node) {
    for (auto& [version, sum] : others_)
        if (version != 0)
            sum += node_digest(version, node);
}

std::uint64_t DigestSum::of_others(int version) const {
    const auto found = others_.find(version);
    if (version != 0 && found == others_.end())
        throw Error(ErrorKind::usage,
                    fmt::format("the nodes that are not held were not asked for digest version {}", version));
    return version == 0 ? 0 : found->second;
}

void DigestSum::refresh(NodeId id) {
    StateNode& node = tree_.node(id);
    node.digest_is_stale = false;
    sum_ -= node.digest;
    node.digest = node_digest(version_, view_of(tree_, id, path_));
    sum_ += node.digest;
}

void DigestSum::changed(NodeId id) {
    StateNode& node = tree_.node(id);
    if (version_ == 0 || node.digest_is_stale)
        return;
    node.digest_is_stale = true;
    stale_.push_back(id);
}

void DigestSum::removing(NodeId id) {
    StateNode& node = tree_.node(id);
    sum_ -= node.digest;
    node.digest_is_stale = false;
}

std::uint64_t DigestSum::up_to_date() {
    for (const NodeId id : stale_)
        if (tree_.node(id).digest_is_stale) // not gone since
            refresh(id);
    stale_.clear();
    return sum_;
}

} // namespace keeperfs::keeper
