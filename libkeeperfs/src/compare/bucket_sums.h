#pragma once
#include "base/xxhash.h"
#include "compare/hash_key.h"
#include "io/huge_pages.h"

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
/// probability of 2^-96, or of 2^-64 where only data or an ACL differs, which are in a node's hash as hashes
/// of that size. All have a key that is chosen at random for each process, so nobody who writes a file can
/// aim at it. So 16 bytes a bucket stand for any number of nodes.
class BucketSums {
public:
    static constexpr std::size_t bytes_a_bucket = 16;

    /// A power of two.
    explicit BucketSums(std::size_t buckets) : buckets_(buckets) {}

    std::size_t size() const noexcept { return buckets_.size(); }
    static std::size_t bucket_of(tree::PathHash path, std::size_t buckets) noexcept {
        return path.low & (buckets - 1);
    }

    void add(tree::PathHash path, const FieldValues& values, std::uint64_t bytes) noexcept {
        std::array<std::uint64_t, field_count + 2> words;
        words[0] = path.low;
        words[1] = path.high;
        std::copy(values.begin(), values.end(), words.begin() + 2);
        const XXH128_hash_t node = XXH3_128bits_withSeed(words.data(), sizeof words, hash_key());
        Addend& oldest = waiting_[next_];
        apply(oldest);
        oldest = {bucket_of(path, size()),
                  {node.low64, static_cast<std::uint32_t>(node.high64), units_of(bytes)}};
        __builtin_prefetch(&buckets_[oldest.bucket], 1);
        next_ = (next_ + 1) % waiting_.size();
    }
    /// Once all were added, before anything is asked.
    void settle() noexcept {
        for (Addend& addend : waiting_) {
            apply(addend);
            addend = {};
        }
    }

    bool equal(const BucketSums& other, std::size_t bucket) const noexcept {
        const Bucket& ours = buckets_[bucket];
        const Bucket& theirs = other.buckets_[bucket];
        return ours.low == theirs.low && ours.high == theirs.high;
    }
    /// What the nodes of a bucket need when they are kept, rounded up; 64 GiB also stand for more.
    std::uint64_t bytes(std::size_t bucket) const noexcept {
        return std::uint64_t{buckets_[bucket].units} * unit_bytes;
    }

private:
    static constexpr std::uint64_t unit_bytes = 16;

    struct Bucket {
        std::uint64_t low = 0;
        std::uint32_t high = 0;
        std::uint32_t units = 0; ///< of bytes
    };
    static_assert(sizeof(Bucket) == bytes_a_bucket);
    struct Addend {
        std::size_t bucket = 0;
        Bucket value;
    };
    std::vector<Bucket, io::HugePageAllocator<Bucket>> buckets_;
    /// No cache holds the buckets: each is asked for some nodes before it is added to, which hides the wait.
    std::array<Addend, 16> waiting_;
    std::size_t next_ = 0;

    void apply(const Addend& addend) noexcept {
        Bucket& bucket = buckets_[addend.bucket];
        bucket.low += addend.value.low;
        bucket.high += addend.value.high;
        bucket.units += std::min(addend.value.units, UINT32_MAX - bucket.units);
    }
    static std::uint32_t units_of(std::uint64_t bytes) noexcept {
        return static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes / unit_bytes + 1, UINT32_MAX));
    }
};

} // namespace keeperfs::compare
