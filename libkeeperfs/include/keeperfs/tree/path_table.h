#pragma once
// Which znodes there are, at 21 bytes each.
#include "keeperfs/base/bytes.h"
#include "keeperfs/export.h"
#include "keeperfs/tree/chunked_vector.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace keeperfs::tree {

/// A znode's number in a table: 0, 1, 2, ... in the order in which they were added.
using NodeId = std::uint32_t;
inline constexpr NodeId no_node = UINT32_MAX;

struct PathHash {
    std::uint64_t low = 0, high = 0;
    bool operator==(const PathHash&) const = default;
};

/// The same for every table of a process.
KEEPERFS_EXPORT PathHash hash_path(Bytes path) noexcept;

/// Paths as 128-bit hashes, mapped to numbers.
///
/// A path stands for itself by its hash alone: with a key chosen at random for each table, two of 10^8 paths
/// share one with a probability below 2^-74, and nobody who writes a file can aim at it. So names need not be
/// kept, and paths may come in any order.
class KEEPERFS_EXPORT PathTable {
public:
    std::size_t size() const noexcept { return hashes_.size(); }

    /// Adds without looking; find() does not see the entry before build().
    NodeId append(PathHash hash) {
        hashes_.push_back(hash);
        return static_cast<NodeId>(hashes_.size() - 1);
    }
    /// Makes every appended entry findable, in one go (an order of magnitude faster than one by one). Returns
    /// the second of two equal entries when there are such.
    std::optional<NodeId> build();
    /// The same where equal entries are no end: the last of them is found, and `replaced` gets each other
    /// one.
    void build(const std::function<void(NodeId)>& replaced);

    PathHash hash_of(NodeId node) const noexcept { return hashes_[node]; }
    /// no_node when it is not there.
    NodeId find(PathHash hash) const noexcept;
    bool contains(PathHash hash) const noexcept { return find(hash) != no_node; }
    /// Adds an entry that is found from now on, also in place of an older one with the same hash.
    NodeId insert(PathHash hash);

    std::size_t memory_bytes() const noexcept { return hashes_.memory_bytes() + capacity_ * sizeof(NodeId); }

private:
    ChunkedVector<PathHash> hashes_;
    std::unique_ptr<NodeId[]> slots_; ///< open addressing, linear probing
    std::uint64_t capacity_ = 0, used_ = 0;

    std::uint64_t slot_of(PathHash hash) const noexcept {
        __extension__ using Wide = unsigned __int128;
        return static_cast<std::uint64_t>((static_cast<Wide>(hash.high) * capacity_) >> 64);
    }
    void rebuild(std::uint64_t capacity);
    template <class F> void fill(F twice);
};

} // namespace keeperfs::tree
