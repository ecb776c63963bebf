#pragma once
#include "base/xxhash.h"
#include "convert/proven_file.h"

#include "keeperfs/keeper/snapshot.h"
#include "keeperfs/zookeeper/snapshot_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace keeperfs::convert {

namespace detail {
inline std::uint64_t unsigned_of(std::int64_t value) noexcept { return static_cast<std::uint64_t>(value); }
inline std::uint64_t pair_of(std::int32_t a, std::int32_t b) noexcept {
    return (std::uint64_t{static_cast<std::uint32_t>(a)} << 32) | static_cast<std::uint32_t>(b);
}
template <std::size_t N> std::uint64_t hash_of_fields(const std::array<std::uint64_t, N>& fields) noexcept {
    return XXH3_64bits(fields.data(), sizeof fields);
}
inline std::uint64_t hash_of(Bytes bytes) noexcept { return XXH3_64bits(bytes.data(), bytes.size()); }
} // namespace detail

/// Every field of a node.
inline std::uint64_t hash_of(const keeper::SnapshotNode& node) noexcept {
    using namespace detail;
    const tree::Stat& stat = node.stat;
    return hash_of_fields(std::array{
        hash_of(node.path), hash_of(node.data), node.acl_id, unsigned_of(stat.czxid), unsigned_of(stat.mzxid),
        unsigned_of(stat.pzxid), unsigned_of(stat.ctime), unsigned_of(stat.mtime),
        pair_of(stat.version, stat.cversion), pair_of(stat.aversion, node.num_children),
        unsigned_of(stat.ephemeral_owner), unsigned_of(node.seq_num),
        node.ttl_ms ? unsigned_of(*node.ttl_ms) : UINT64_MAX, std::uint64_t{node.is_sequential}});
}
inline std::uint64_t hash_of(const zookeeper::SnapshotNode& node) noexcept {
    using namespace detail;
    const tree::Stat& stat = node.stat;
    return hash_of_fields(std::array{
        hash_of(node.path), hash_of(node.data), std::uint64_t{node.data_is_null},
        unsigned_of(node.acl_number), unsigned_of(stat.czxid), unsigned_of(stat.mzxid),
        unsigned_of(stat.pzxid), unsigned_of(stat.ctime), unsigned_of(stat.mtime),
        pair_of(stat.version, stat.cversion), pair_of(stat.aversion, 0), unsigned_of(stat.ephemeral_owner)});
}

/// Running hashes over nodes in the order of a file, one for each batch. What was meant to be written and
/// what was read back give the same hashes only when every field of every node is the same, in the same
/// order.
class Fingerprints {
public:
    static constexpr std::uint64_t nodes_per_batch = 4096;

    void add(std::uint64_t hash_of_node) noexcept {
        running_ = detail::hash_of_fields(std::array{running_, hash_of_node});
        if (++nodes_ % nodes_per_batch == 0)
            close_batch();
    }
    void finish() {
        if (nodes_ % nodes_per_batch != 0)
            close_batch();
    }
    /// Of what was read back. Throws Error(bad_output) where it differs from what was meant.
    void expect_equal(const Fingerprints& meant) const {
        const auto [read, wanted] = std::ranges::mismatch(batches_, meant.batches_);
        if (read != batches_.end() || wanted != meant.batches_.end())
            not_as_meant(fmt::format("a node behind number {} differs",
                                     static_cast<std::uint64_t>(read - batches_.begin()) * nodes_per_batch));
    }

private:
    std::uint64_t running_ = 0, nodes_ = 0;
    std::vector<std::uint64_t> batches_;

    void close_batch() {
        batches_.push_back(running_);
        running_ = 0;
    }
};

} // namespace keeperfs::convert
