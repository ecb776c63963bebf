#pragma once
// Keeper's tree while it changes: about 190 bytes a node, its name included, and the data.
#include "keeperfs/base/bytes.h"
#include "keeperfs/tree/chunked_vector.h"
#include "keeperfs/tree/path_table.h"
#include "keeperfs/tree/stat.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace keeperfs::keeper {

using tree::no_node;
using tree::NodeId;

/// What a node is, beside its place, its name and its data.
struct StateNode {
    static constexpr std::int64_t no_ttl = -1;
    tree::Stat stat{};
    std::int64_t seq_num = 0;
    std::int64_t ttl_ms = no_ttl;
    std::uint64_t digest = 0; ///< what it adds to the tree's, as of the last time that was brought up to date
    std::int32_t num_children = 0; ///< as stored: believed, not counted
    std::uint32_t acl = 0;         ///< a place in AclStore
    bool is_sequential = false;
    bool digest_is_stale = false;
};

/// Nodes by path. A number stays with its node until the node is taken out, and is given out again then.
///
/// Every node but the root hangs on its parent. One whose parent is not there (not yet, while a snapshot is
/// loaded; not any more, where a server removes a parent that has children) is detached: it is found by its
/// path like any other, but is nobody's child.
class StateTree {
public:
    static constexpr NodeId root = 0;

    StateTree(); ///< has the root
    ~StateTree();
    StateTree(const StateTree&) = delete;
    StateTree& operator=(const StateTree&) = delete;

    std::uint64_t size() const noexcept { return live_; }
    /// no_node when there is none, also for a path that cannot be one.
    NodeId find(Bytes path) const noexcept;
    /// `path` must be absolute, not "/", and not there. `parent`: no_node for a detached node.
    NodeId insert(Bytes path, NodeId parent, const StateNode& node, Bytes data);

    /// A node outside the tree, whole.
    struct Taken {
        NodeId id = no_node, parent = no_node;
        std::uint64_t hash = 0;
        std::uint32_t name_bytes = 0, data_bytes = 0;
        std::unique_ptr<char[]> content;
        StateNode node;
    };
    /// Its children, if it has any, become detached. Never the root.
    Taken take(NodeId id);
    /// The last one taken, when everything that was inserted since has been taken out again: it gets its old
    /// number.
    void put_back(Taken taken);

    struct Content {
        std::unique_ptr<char[]> bytes; ///< name, then data
        std::uint32_t data_bytes = 0;
    };
    /// Returns what was there, for restore_data().
    Content set_data(NodeId id, Bytes data);
    void restore_data(NodeId id, Content content);

    /// Hangs detached nodes on parents that have come since. Returns how many still have none.
    std::uint64_t attach_all();
    bool is_detached(NodeId id) const noexcept { return id != root && places_[id].parent == no_node; }

    StateNode& node(NodeId id) noexcept { return nodes_[id]; }
    const StateNode& node(NodeId id) const noexcept { return nodes_[id]; }
    Bytes data(NodeId id) const noexcept;
    void path(NodeId id, std::string& path) const;
    /// no_node for the root and for a detached node whose parent is not there.
    NodeId parent(NodeId id) const;
    NodeId first_child(NodeId id) const noexcept { return places_[id].first_child; }
    NodeId next_sibling(NodeId id) const noexcept { return places_[id].next; }

    /// Every node in the order of numbers: the first not below `id`, no_node behind the last.
    NodeId next_node(NodeId id) const noexcept;

private:
    struct Place {
        std::uint64_t hash = 0;  ///< of the path: that of the parent, continued with the name
        char* content = nullptr; ///< owned: name, then data. A detached node's name is its whole path
        NodeId parent = no_node, first_child = no_node;
        NodeId next = no_node, previous = no_node; ///< siblings; next: also the next free number
        std::uint32_t name_bytes = 0, data_bytes = 0;
    };
    static constexpr std::uint32_t is_free = UINT32_MAX; ///< as name_bytes

    tree::ChunkedVector<Place> places_;
    tree::ChunkedVector<StateNode> nodes_;
    NodeId first_free_ = no_node;
    std::uint64_t live_ = 0, detached_ = 0;
    std::unique_ptr<NodeId[]> slots_; ///< open addressing, linear probing
    std::uint64_t capacity_ = 0;

    Bytes name(NodeId id) const noexcept;
    std::uint64_t hash_of(Bytes path) const noexcept;
    bool has_path(NodeId id, Bytes path) const noexcept;
    std::uint64_t slot_of(std::uint64_t hash) const noexcept {
        __extension__ using Wide = unsigned __int128;
        return static_cast<std::uint64_t>((static_cast<Wide>(hash) * capacity_) >> 64);
    }
    std::uint64_t following(std::uint64_t slot) const noexcept {
        return slot + 1 == capacity_ ? 0 : slot + 1;
    }
    void add_to_index(NodeId id);
    void remove_from_index(NodeId id);
    void place_in_slots(NodeId id);
    void grow_index();
    NodeId new_number();
    void free_number(NodeId id);
    void hang(NodeId id, NodeId parent);
    void unhang(NodeId id);
    void detach_children(NodeId id);
    void rename(NodeId id, Bytes new_name);
};

/// "/a/b" -> "/a", "/a" -> "/". Of an absolute path.
inline Bytes parent_path(Bytes path) noexcept {
    const std::size_t slash = as_text(path).rfind('/');
    return path.first(slash == 0 || slash == std::string_view::npos ? std::min<std::size_t>(1, path.size())
                                                                    : slash);
}
/// What stands behind the last slash.
inline Bytes base_name(Bytes path) noexcept { return path.subspan(as_text(path).rfind('/') + 1); }

} // namespace keeperfs::keeper
