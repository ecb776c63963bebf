#include "convert/drop_plan.h"

namespace keeperfs::convert {

using tree::no_node;
using tree::NodeId;

DropPlan::DropPlan(const zookeeper::RestoredTree& tree, const ZooKeeperToKeeperOptions& options) {
    const zookeeper::TreeLinks links(tree);
    std::vector<NodeId> tops;
    if (options.sessions == SessionPolicy::drop)
        tops = links.ephemerals(options.emulate_353_ttl);
    for (const std::string& path : options.drop_paths) {
        const NodeId id = links.find(as_bytes(path));
        if (id == no_node)
            missing_.push_back(path);
        else
            tops.push_back(id);
    }
    if (!tops.empty())
        dropped_.resize(links.ids());
    for (const NodeId top : tops)
        dropped_[top] = true;
    // A parent's id is smaller than its children's, so one pass spreads the marks downwards.
    for (NodeId id = 0; id < links.ids(); ++id) {
        if (links.removed(id))
            continue;
        ++live_;
        const NodeId parent = links.parent(id);
        const bool parent_dropped = parent != no_node && drops(parent);
        if (parent_dropped)
            dropped_[id] = true;
        if (!drops(id))
            ++kept_;
        else if (!parent_dropped && parent != no_node)
            ++lost_children_[parent];
    }
}

} // namespace keeperfs::convert
