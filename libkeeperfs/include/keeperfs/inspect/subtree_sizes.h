#pragma once
// What lies below each znode, at 54 bytes a znode.
#include "keeperfs/export.h"
#include "keeperfs/keeper/snapshot_reader.h"
#include "keeperfs/tree/chunked_vector.h"
#include "keeperfs/tree/path_table.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::inspect {

/// A znode and everything below it.
struct SubtreeSize {
    std::uint64_t nodes = 0;    ///< itself included
    std::uint64_t children = 0; ///< directly below, as found
    std::uint64_t data_bytes = 0, path_bytes = 0;

    std::uint64_t bytes() const noexcept { return data_bytes + path_bytes; }
    /// What a server keeps for it by the estimate of the 22.x releases (size_bytes in snapshot versions 4 and
    /// 5): 208 a node, 16 for being a child, and the data. The top node is no child of anything here.
    std::uint64_t memory_bytes() const noexcept { return 208 * nodes + 16 * (nodes - 1) + data_bytes; }
};

enum class SizeBy : std::uint8_t { nodes, bytes, children, memory };
KEEPERFS_EXPORT std::uint64_t measure(const SubtreeSize& size, SizeBy by) noexcept;

/// Sums over every subtree. Nodes are added in the order of the file, a child also before its parent; a
/// node's number is its place there. Paths are not kept: read_names() takes them from the file again.
class KEEPERFS_EXPORT SubtreeSizes {
public:
    void add(const keeper::SnapshotNode& node);
    /// After the last node and before all that follows. Error(bad_input) when a path was given twice.
    void sum_up();

    std::size_t size() const noexcept { return children_.size(); }
    tree::NodeId find(Bytes path) const noexcept { return paths_.find(tree::hash_path(path)); }
    tree::NodeId parent(tree::NodeId id) const noexcept; ///< no_node above the root and a lost node
    SubtreeSize at(tree::NodeId id) const noexcept;
    /// Nodes whose parent is missing, but for the root. Each is the top of a tree of its own.
    std::uint64_t lost_nodes() const noexcept { return lost_nodes_; }

    /// The greatest `count`, the greatest first; of equal ones the first in the file. The root is left out.
    std::vector<tree::NodeId> greatest(SizeBy by, std::size_t count) const;
    /// The same among what lies at most `depth` levels below `top`, which is left out itself.
    std::vector<tree::NodeId> greatest_below(tree::NodeId top, std::uint32_t depth, SizeBy by,
                                             std::size_t count) const;

    std::size_t memory_bytes() const noexcept;

private:
    struct Sums {
        tree::NodeId parent;
        std::uint32_t nodes;
        std::uint64_t path_bytes;
    };
    tree::PathTable paths_;
    /// The hash of the parent's path until sum_up(), then the same 16 bytes hold Sums.
    tree::ChunkedVector<tree::PathHash> links_;
    tree::ChunkedVector<std::uint64_t> data_bytes_;
    tree::ChunkedVector<std::uint32_t> waiting_; ///< length of the path; then children not yet summed up
    tree::ChunkedVector<std::uint32_t> children_;
    tree::NodeId root_ = tree::no_node;
    std::uint64_t lost_nodes_ = 0;

    Sums sums(tree::NodeId id) const noexcept;
    void link_parents();
    void add_to_parents(tree::NodeId leaf);
    bool is_below(tree::NodeId id, tree::NodeId top, std::uint32_t depth) const noexcept;
    std::vector<tree::NodeId> greatest_of(SizeBy by, std::size_t count,
                                          const std::function<bool(tree::NodeId)>& is_meant) const;
};

using NodeNames = std::map<tree::NodeId, std::string>;
/// The paths of these nodes, from the beginning of the same snapshot to the last of them. Error(bad_input)
/// when the file is another by now.
KEEPERFS_EXPORT NodeNames read_names(keeper::SnapshotReader& reader, const SubtreeSizes& sizes,
                                     std::vector<tree::NodeId> wanted);

} // namespace keeperfs::inspect
