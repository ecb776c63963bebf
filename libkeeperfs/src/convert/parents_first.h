#pragma once
#include "convert/keeper_tree.h"
#include "convert/tree_index.h"

#include "keeperfs/keeper/snapshot.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace keeperfs::convert {

/// In which turn a node can be written so that its parent comes before it. Turn 0 are the nodes behind whose
/// every ancestor the file already is when they come; a node that stands before its parent is one turn behind
/// it. Servers list nodes in the order of their creation but for parents that changed since a snapshot was
/// taken, or by hash: then the turns are not many more than half the depth of the tree. Two bytes a node
/// where there is more than one turn.
class Turns {
public:
    /// Of a tree without orphans. Throws Error(bad_input) for more turns than any server's tree needs.
    explicit Turns(const TreeIndex::Parents& parents);

    std::uint16_t of(tree::NodeId id) const noexcept {
        return turns_.empty() ? std::uint16_t{0} : turns_[id];
    }
    std::uint16_t last() const noexcept { return last_; }
    std::uint64_t nodes() const noexcept { return nodes_; }

private:
    std::uint64_t nodes_;
    tree::ChunkedVector<std::uint16_t> turns_; ///< empty: all are 0
    std::uint16_t last_ = 0;
};

/// The nodes of a tree, every parent before its children. One turn passes through as it is read, and of the
/// next ones as many are held in memory as `most_held_bytes` allow; then the tree is read again for those
/// that did not fit. So a tree of n bytes is read at most 1 + 2 n / most_held_bytes times, whatever its
/// order.
class ParentsFirst {
public:
    /// `belongs`: false for nodes that are in neither index nor turns.
    ParentsFirst(KeeperTree& tree, const Turns& turns,
                 std::function<bool(const keeper::SnapshotNode&)> belongs, std::uint64_t most_held_bytes,
                 const char* stage);

    struct Numbered {
        tree::NodeId id = 0;
        keeper::SnapshotNode node; ///< spans live until the next call
    };
    bool next(Numbered& out);
    unsigned readings() const noexcept { return readings_; }

private:
    struct Held {
        std::string bytes; ///< path, data
        std::vector<Numbered> nodes;
        std::vector<std::size_t> places; ///< of each node's path in `bytes`
        std::uint64_t size() const noexcept {
            return bytes.size() + nodes.size() * (sizeof(Numbered) + sizeof(std::size_t));
        }
    };
    KeeperTree& tree_;
    const Turns& turns_;
    std::function<bool(const keeper::SnapshotNode&)> belongs_;
    std::uint64_t most_held_bytes_, held_bytes_ = 0;
    const char* stage_;
    std::uint64_t next_id_ = 0;
    unsigned readings_ = 0;
    unsigned turn_ = 0;      ///< the one that passes through
    std::vector<Held> held_; ///< those behind it, one for each
    std::size_t draining_ = 0, drained_ = 0;
    bool reading_ = false;

    void begin(unsigned turn);
    bool read_on(Numbered& out);
    bool drain(Numbered& out);
    void hold(unsigned place, const Numbered& node);
};

} // namespace keeperfs::convert
