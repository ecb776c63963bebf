#pragma once
#include "keeperfs/tree/chunked_vector.h"
#include "keeperfs/tree/path_table.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace keeperfs::convert {

/// Which nodes a tree has, who is whose parent, and how many children each has; paths as Keeper spells them.
/// Nodes may come in any order. At most 46 bytes a node while it is resolved, 25 afterwards.
class TreeIndex {
public:
    using Parents = tree::ChunkedVector<tree::NodeId>;
    static constexpr tree::NodeId root_has_none = tree::no_node - 1;

    /// Each node gets the next number, from 0 on. -> the hash of its parent's path
    tree::PathHash add(std::string_view path);

    /// The number of the second of two nodes that have one path.
    std::optional<tree::NodeId> find_duplicate() { return paths_.build(); }
    bool has(std::string_view path) const { return find(path) != tree::no_node; }
    tree::NodeId find(std::string_view path) const { return find(tree::hash_path(as_bytes(path))); }
    tree::NodeId find(tree::PathHash hash) const { return paths_.find(hash); }
    /// After find_duplicate(): finds each node's parent and counts children. What has no parent, or hangs
    /// below what has none, is an orphan and counts as nobody's child. -> the parents: root_has_none for the
    /// root, no_node where there is none.
    Parents resolve();
    /// The paths are not asked for any more.
    void forget_paths() { paths_ = {}; }

    bool is_orphan(tree::NodeId id) const noexcept { return !orphans_.empty() && orphans_[id]; }
    std::uint64_t orphans() const noexcept { return orphan_count_; }
    std::uint32_t children(tree::NodeId id) const noexcept { return children_[id]; }
    std::uint64_t size() const noexcept { return size_; } ///< orphans included

private:
    tree::PathTable paths_;
    tree::ChunkedVector<tree::PathHash> parent_hashes_;
    tree::ChunkedVector<std::uint32_t> children_;
    std::vector<bool> orphans_; ///< empty: there are none
    std::uint64_t size_ = 0, orphan_count_ = 0;

    void spread_orphans(const Parents& parents);
};

} // namespace keeperfs::convert
