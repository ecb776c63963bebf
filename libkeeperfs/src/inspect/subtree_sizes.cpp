#include "keeperfs/inspect/subtree_sizes.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace keeperfs::inspect {

using tree::no_node;
using tree::NodeId;
using tree::PathHash;

namespace {

Bytes parent_of(Bytes path) noexcept {
    const std::size_t slash = as_text(path).rfind('/');
    return path.first(slash == 0 ? 1 : slash);
}
bool is_root(Bytes path) noexcept { return path.size() == 1; }

} // namespace

std::uint64_t measure(const SubtreeSize& size, SizeBy by) noexcept {
    switch (by) {
    case SizeBy::nodes:
        return size.nodes;
    case SizeBy::bytes:
        return size.bytes();
    case SizeBy::children:
        return size.children;
    case SizeBy::memory:
        break;
    }
    return size.memory_bytes();
}

void SubtreeSizes::add(const keeper::SnapshotNode& node) {
    const NodeId id = paths_.append(tree::hash_path(node.path));
    if (is_root(node.path)) {
        root_ = id;
        links_.push_back({});
    } else {
        links_.push_back(tree::hash_path(parent_of(node.path)));
    }
    data_bytes_.push_back(node.data.size());
    waiting_.push_back(static_cast<std::uint32_t>(std::min<std::size_t>(node.path.size(), UINT32_MAX)));
    children_.push_back(0);
}

void SubtreeSizes::sum_up() {
    if (const auto twice = paths_.build())
        throw Error(ErrorKind::bad_input,
                    fmt::format("node {} of the file has the path of one before it", grouped(*twice + 1ULL)))
            .hint("A server takes the later one and counts both. keeperctl snapshot verify names the path.");
    link_parents();
    for (NodeId id = 0; id < size(); ++id)
        waiting_[id] = children_[id];
    for (NodeId id = 0; id < size(); ++id)
        if (children_[id] == 0)
            add_to_parents(id);
}

void SubtreeSizes::link_parents() {
    static_assert(sizeof(Sums) == sizeof(PathHash));
    // Children of one parent often stand together.
    PathHash last_hash;
    NodeId last_parent = no_node;
    for (NodeId id = 0; id < size(); ++id) {
        NodeId parent = no_node;
        if (id != root_) {
            if (last_parent == no_node || !(links_[id] == last_hash)) {
                last_hash = links_[id];
                last_parent = paths_.find(last_hash);
            }
            parent = last_parent;
            if (parent == no_node)
                ++lost_nodes_;
            else
                ++children_[parent];
        }
        links_[id] = std::bit_cast<PathHash>(Sums{parent, 1, waiting_[id]});
    }
}

/// Goes up as long as the node at hand was the last that its parent waited for, so that each node is passed
/// once: no recursion, whatever the depth.
void SubtreeSizes::add_to_parents(NodeId leaf) {
    for (NodeId id = leaf;;) {
        const Sums own = sums(id);
        if (own.parent == no_node)
            return;
        Sums parent = sums(own.parent);
        parent.nodes += own.nodes;
        parent.path_bytes += own.path_bytes;
        links_[own.parent] = std::bit_cast<PathHash>(parent);
        data_bytes_[own.parent] += data_bytes_[id];
        if (--waiting_[own.parent] != 0)
            return;
        id = own.parent;
    }
}

SubtreeSizes::Sums SubtreeSizes::sums(NodeId id) const noexcept { return std::bit_cast<Sums>(links_[id]); }

NodeId SubtreeSizes::parent(NodeId id) const noexcept { return sums(id).parent; }

SubtreeSize SubtreeSizes::at(NodeId id) const noexcept {
    const Sums own = sums(id);
    return {own.nodes, children_[id], data_bytes_[id], own.path_bytes};
}

bool SubtreeSizes::is_below(NodeId id, NodeId top, std::uint32_t depth) const noexcept {
    for (std::uint32_t level = 0; level < depth; ++level) {
        id = parent(id);
        if (id == top || id == no_node)
            return id == top;
    }
    return false;
}

std::vector<NodeId> SubtreeSizes::greatest(SizeBy by, std::size_t count) const {
    return greatest_of(by, count, [this](NodeId id) { return id != root_; });
}

std::vector<NodeId> SubtreeSizes::greatest_below(NodeId top, std::uint32_t depth, SizeBy by,
                                                 std::size_t count) const {
    return greatest_of(by, count, [&](NodeId id) { return is_below(id, top, depth); });
}

std::vector<NodeId> SubtreeSizes::greatest_of(SizeBy by, std::size_t count,
                                              const std::function<bool(NodeId)>& is_meant) const {
    struct Candidate {
        std::uint64_t size;
        NodeId id;
    };
    const auto comes_first = [](const Candidate& a, const Candidate& b) {
        return a.size != b.size ? a.size > b.size : a.id < b.id;
    };
    std::vector<Candidate> best; // a heap whose front is the one that has to go first
    for (NodeId id = 0; id < size(); ++id) {
        const Candidate candidate{measure(at(id), by), id};
        const bool is_full = best.size() == count;
        if ((is_full && (count == 0 || !comes_first(candidate, best.front()))) || !is_meant(id))
            continue;
        if (is_full) {
            std::ranges::pop_heap(best, comes_first);
            best.pop_back();
        }
        best.push_back(candidate);
        std::ranges::push_heap(best, comes_first);
    }
    std::ranges::sort(best, comes_first);
    std::vector<NodeId> ids;
    for (const Candidate& candidate : best)
        ids.push_back(candidate.id);
    return ids;
}

std::size_t SubtreeSizes::memory_bytes() const noexcept {
    return paths_.memory_bytes() + links_.memory_bytes() + data_bytes_.memory_bytes() +
           waiting_.memory_bytes() + children_.memory_bytes();
}

NodeNames read_names(keeper::SnapshotReader& reader, const SubtreeSizes& sizes, std::vector<NodeId> wanted) {
    std::ranges::sort(wanted);
    NodeNames names;
    NodeId id = 0;
    keeper::SnapshotNode node;
    for (auto next = wanted.begin(); next != wanted.end(); ++id) {
        if (!reader.next(node))
            throw Error(ErrorKind::bad_input, "the file was changed while it was read");
        if (id != *next)
            continue;
        if (sizes.find(node.path) != id)
            throw Error(ErrorKind::bad_input, "the file was changed while it was read");
        names.emplace(id, as_text(node.path));
        next = std::find_if(next, wanted.end(), [&](NodeId other) { return other != id; });
    }
    return names;
}

} // namespace keeperfs::inspect
