#pragma once
#include "keeperfs/convert/zookeeper_to_keeper.h"
#include "keeperfs/zookeeper/restore.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace keeperfs::convert {

/// Which znodes are left out, and how many children each parent loses by it. Known before the first node is
/// written, since a parent's numChildren and the number of nodes come first.
class DropPlan {
public:
    DropPlan(const zookeeper::RestoredTree& tree, const ZooKeeperToKeeperOptions& options);

    bool drops(tree::NodeId id) const noexcept { return !dropped_.empty() && dropped_[id]; }
    std::uint32_t lost_children(tree::NodeId id) const noexcept {
        const auto found = lost_children_.find(id);
        return found == lost_children_.end() ? 0 : found->second;
    }
    std::uint64_t kept_nodes() const noexcept { return kept_; }
    std::uint64_t dropped_nodes() const noexcept { return live_ - kept_; }
    const std::vector<std::string>& missing_paths() const noexcept {
        return missing_;
    } ///< named, but not in the tree

private:
    std::vector<bool> dropped_; ///< empty: nothing is dropped
    std::unordered_map<tree::NodeId, std::uint32_t> lost_children_;
    std::vector<std::string> missing_;
    std::uint64_t live_ = 0, kept_ = 0;
};

} // namespace keeperfs::convert
