#pragma once
#include "base/xxhash.h"

#include "keeperfs/keeper/snapshot.h"

#include <array>
#include <cstdint>
#include <vector>

namespace keeperfs::convert {

/// Running hashes over nodes in the order of a file, one for each batch. What was meant to be written and
/// what was read back give the same hashes only when every field of every node is the same, in the same
/// order.
class Fingerprints {
public:
    static constexpr std::uint64_t nodes_per_batch = 4096;

    void add(const keeper::SnapshotNode& node) noexcept {
        const std::array<std::uint64_t, 15> words{
            running_,
            XXH3_64bits(node.path.data(), node.path.size()),
            XXH3_64bits(node.data.data(), node.data.size()),
            node.acl_id,
            unsigned_of(node.stat.czxid),
            unsigned_of(node.stat.mzxid),
            unsigned_of(node.stat.pzxid),
            unsigned_of(node.stat.ctime),
            unsigned_of(node.stat.mtime),
            pair_of(node.stat.version, node.stat.cversion),
            pair_of(node.stat.aversion, node.num_children),
            unsigned_of(node.stat.ephemeral_owner),
            unsigned_of(node.seq_num),
            node.ttl_ms ? unsigned_of(*node.ttl_ms) : UINT64_MAX,
            std::uint64_t{node.is_sequential},
        };
        running_ = XXH3_64bits(words.data(), sizeof words);
        if (++nodes_ % nodes_per_batch == 0)
            close_batch();
    }
    void finish() {
        if (nodes_ % nodes_per_batch != 0)
            close_batch();
    }
    const std::vector<std::uint64_t>& batches() const noexcept { return batches_; }

private:
    std::uint64_t running_ = 0, nodes_ = 0;
    std::vector<std::uint64_t> batches_;

    static std::uint64_t unsigned_of(std::int64_t value) noexcept {
        return static_cast<std::uint64_t>(value);
    }
    static std::uint64_t pair_of(std::int32_t a, std::int32_t b) noexcept {
        return (std::uint64_t{static_cast<std::uint32_t>(a)} << 32) | static_cast<std::uint32_t>(b);
    }
    void close_batch() {
        batches_.push_back(running_);
        running_ = 0;
    }
};

} // namespace keeperfs::convert
