#pragma once
#include "convert/edit_rules.h"

#include "keeperfs/tree/chunked_vector.h"
#include "keeperfs/tree/path_table.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace keeperfs::convert {

/// The tree that edits leave: which nodes stay, and how many children each has. Nodes may come in any order.
/// At most 46 bytes a node while it is resolved, 25 afterwards.
class EditedTree {
public:
    explicit EditedTree(const EditRules& rules) : rules_(rules) {}

    /// Every node of the snapshot that the rules keep gets the next number, from 0 on.
    void add(std::string_view path);

    /// The number of the second of two nodes that would have one path.
    std::optional<tree::NodeId> find_duplicate() { return paths_.build(); }
    bool has(std::string_view path) const { return paths_.contains(tree::hash_path(as_bytes(path))); }
    tree::NodeId find(std::string_view path) const { return paths_.find(tree::hash_path(as_bytes(path))); }
    /// After find_duplicate(): finds each node's parent and counts children. What has no parent, or hangs
    /// below what has none, is left out and neither counted nor a child.
    void resolve();

    bool is_orphan(tree::NodeId id) const noexcept { return !orphans_.empty() && orphans_[id]; }
    std::optional<tree::NodeId> first_orphan() const noexcept { return first_orphan_; }
    std::uint64_t orphans() const noexcept { return orphan_count_; }
    std::uint32_t children(tree::NodeId id) const noexcept { return children_[id]; }
    struct Flow {
        std::uint32_t removed = 0, added = 0;
    };
    /// Children that edits take from this node, or give it.
    const Flow* flow(tree::NodeId id) const noexcept {
        const auto found = flows_.find(id);
        return found == flows_.end() ? nullptr : &found->second;
    }

    std::uint64_t size() const noexcept { return paths_.size(); } ///< orphans included
    std::uint64_t dropped() const noexcept { return dropped_; }
    std::uint64_t renamed() const noexcept { return renamed_; }

private:
    struct HashOfHash {
        std::size_t operator()(const tree::PathHash& hash) const noexcept { return hash.low; }
    };
    const EditRules& rules_;
    tree::PathTable paths_;
    tree::ChunkedVector<tree::PathHash> parents_;
    tree::ChunkedVector<std::uint32_t> children_;
    std::vector<bool> orphans_; ///< empty: there are none
    std::optional<tree::NodeId> first_orphan_;
    std::uint64_t orphan_count_ = 0, dropped_ = 0, renamed_ = 0;
    std::unordered_map<tree::PathHash, Flow, HashOfHash> flows_by_path_;
    std::unordered_map<tree::NodeId, Flow> flows_;
    std::string buffer_, parent_buffer_;

    Flow& flow_of_parent(std::string_view path);
    void spread_orphans(const tree::ChunkedVector<tree::NodeId>& parent_ids);
};

} // namespace keeperfs::convert
