#include "zookeeper/memory_budget.h"

#include "zookeeper/tree_state.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/tree/path_table.h"

#include <fmt/format.h>

namespace keeperfs::zookeeper {

namespace {
/// A path's hash and its slot in a table that is three quarters full.
constexpr std::uint64_t bytes_per_path = sizeof(tree::PathHash) + sizeof(NodeId) * 4 / 3;
constexpr std::uint64_t bytes_per_node = bytes_per_path + sizeof(NodeLinks) + 1;
/// The record, and the path in the list of those to look for.
constexpr std::uint64_t bytes_per_touched_node = sizeof(ChangedNode) + bytes_per_path;
} // namespace

std::uint64_t MemoryBudget::needed(std::uint64_t nodes, std::uint64_t touched) const noexcept {
    return elsewhere_ + nodes * bytes_per_node + touched * bytes_per_touched_node;
}

void MemoryBudget::check(std::uint64_t nodes, std::uint64_t touched, std::uint64_t done,
                         std::uint64_t total) const {
    if (limit_ == 0)
        return;
    const double share =
        total > done && done > 0 ? static_cast<double>(total) / static_cast<double>(done) : 1;
    const auto expected = static_cast<std::uint64_t>(static_cast<double>(nodes) * share);
    const std::uint64_t need = needed(expected, touched);
    if (need <= limit_)
        return;
    throw Error(ErrorKind::refused,
                fmt::format("needs about {} of memory for about {}, limit {}", size_text(need),
                            counted(expected, "node", "nodes"), size_text(limit_)))
        .hint("Raise --memory-limit, or run on a machine with more memory.");
}

} // namespace keeperfs::zookeeper
