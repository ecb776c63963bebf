#pragma once
#include "convert/edit_rules.h"
#include "convert/tree_index.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace keeperfs::convert {

/// The tree that edits leave: which nodes stay, and how many children each has. Nodes may come in any order.
class EditedTree {
public:
    explicit EditedTree(const EditRules& rules) : rules_(rules) {}

    /// Every node of the snapshot that the rules keep gets the next number, from 0 on.
    void add(std::string_view path);

    // Behind the last of them, and after find_duplicate():
    /// A node that comes from elsewhere, by its path in the tree that is written. False when the tree has it.
    bool add_graft(std::string_view path, std::int64_t seq_num);

    /// The number of the second of two nodes that would have one path.
    std::optional<tree::NodeId> find_duplicate() { return index_.find_duplicate(); }
    bool has(std::string_view path) const { return index_.has(path); }
    /// After find_duplicate(). Orphans, and what hangs below them, are left out.
    void resolve();

    bool is_orphan(tree::NodeId id) const noexcept { return index_.is_orphan(id); }
    std::uint64_t orphans() const noexcept { return index_.orphans(); }
    std::uint32_t children(tree::NodeId id) const noexcept { return index_.children(id); }
    struct Flow {
        std::uint32_t removed = 0, added = 0;
        std::int64_t least_seq_num = INT64_MIN; ///< so that names of children that come are not given again
    };
    /// Children that edits take from this node, or give it.
    const Flow* flow(tree::NodeId id) const noexcept {
        const auto found = flows_.find(id);
        return found == flows_.end() ? nullptr : &found->second;
    }

    std::uint64_t size() const noexcept { return index_.size(); } ///< orphans included
    std::uint64_t dropped() const noexcept { return dropped_; }
    std::uint64_t renamed() const noexcept { return renamed_; }

private:
    struct HashOfHash {
        std::size_t operator()(const tree::PathHash& hash) const noexcept { return hash.low; }
    };
    const EditRules& rules_;
    TreeIndex index_;
    std::uint64_t dropped_ = 0, renamed_ = 0;
    std::unordered_map<tree::PathHash, Flow, HashOfHash> flows_by_path_;
    std::unordered_map<tree::NodeId, Flow> flows_;
    std::unordered_map<tree::PathHash, std::int64_t, HashOfHash> counters_; ///< of nodes that both trees have
    std::string buffer_, parent_buffer_;

    Flow& flow_of_parent(std::string_view path);
};

} // namespace keeperfs::convert
