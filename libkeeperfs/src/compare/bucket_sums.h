#pragma once
#include "base/xxhash.h"
#include "compare/hash_key.h"

#include "keeperfs/compare/kept_node.h"
#include "keeperfs/tree/path_table.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace keeperfs::compare {

/// A tree as a few sums: each node's hash is added to the bucket that its path falls into.
///
/// Two trees have equal sums in a bucket when the same nodes fall into it, in any order, and else with a
/// probability of 2^-128: the hashes have a key that is chosen at random for each process, so nobody who
/// writes a file can aim at it. So 32 bytes a bucket stand for any number of nodes.
class BucketSums {
public:
    __extension__ using Sum = unsigned __int128;

    static constexpr std::size_t bytes_a_bucket = 32;

    explicit BucketSums(std::size_t buckets) : buckets_(buckets) {}

    std::size_t size() const noexcept { return buckets_.size(); }
    std::size_t bucket_of(Bytes path) const noexcept { return tree::hash_path(path).low & (size() - 1); }

    void add(std::size_t bucket, Bytes path, const FieldValues& values, std::uint64_t bytes) noexcept {
        std::array<std::uint64_t, field_count + 2> words;
        const tree::PathHash hash = tree::hash_path(path);
        words[0] = hash.low;
        words[1] = hash.high;
        std::copy(values.begin(), values.end(), words.begin() + 2);
        const XXH128_hash_t node = XXH3_128bits_withSeed(words.data(), sizeof words, hash_key());
        buckets_[bucket].sum += Sum{node.high64} << 64 | node.low64;
        buckets_[bucket].bytes += bytes;
    }
    bool equal(const BucketSums& other, std::size_t bucket) const noexcept {
        return buckets_[bucket].sum == other.buckets_[bucket].sum;
    }
    /// What the nodes of a bucket need when they are kept.
    std::uint64_t bytes(std::size_t bucket) const noexcept { return buckets_[bucket].bytes; }

private:
    struct Bucket {
        Sum sum = 0;
        std::uint64_t bytes = 0;
    };
    static_assert(sizeof(Bucket) == bytes_a_bucket);
    std::vector<Bucket> buckets_;
};

} // namespace keeperfs::compare
