#pragma once
// The tree's digest, kept up to date node by node.
#include "keeper/state_tree.h"

#include "keeperfs/keeper/snapshot.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace keeperfs::keeper {

/// All of a node but its ACL's id. The spans live until `path` or the node changes.
SnapshotNode view_of(const StateTree& tree, NodeId id, std::string& path);

/// Nodes that change several times, such as the parent of many, are hashed once: when the sum is asked for.
class DigestSum {
public:
    explicit DigestSum(StateTree& tree) : tree_(tree) {}

    /// 0: no digest is kept.
    int version() const noexcept { return version_; }
    /// Computes every node's part anew.
    void set_version(int version);

    /// Nodes outside the tree, which never change, count for these versions only.
    void expect_others(int version) { others_.try_emplace(version, 0); }
    void add_other(const SnapshotNode& node);
    std::uint64_t of_others(int version) const;

    void changed(NodeId id);
    void removing(NodeId id);
    /// Of the tree as it is now.
    std::uint64_t up_to_date();
    /// As of the last time that it was up to date.
    std::uint64_t sum() const noexcept { return sum_; }
    /// Back to that; all nodes must be again as they were then.
    void restore(std::uint64_t sum) {
        sum_ = sum;
        stale_.clear();
    }

private:
    StateTree& tree_;
    int version_ = 0;
    std::uint64_t sum_ = 0;
    std::vector<NodeId> stale_;
    std::map<int, std::uint64_t> others_; ///< by version
    std::string path_;

    void refresh(NodeId id);
};

} // namespace keeperfs::keeper
