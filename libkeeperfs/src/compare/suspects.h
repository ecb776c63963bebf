#pragma once
#include "compare/bucket_sums.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace keeperfs::compare {

/// Which nodes are read again: those of the buckets in which two trees have different sums.
///
/// A bit a bucket: every node is asked about, and bits stay in the processor's cache, which sums do not.
class Suspects {
public:
    /// Buckets whose nodes are kept at once.
    struct Round {
        std::size_t from = 0, to = 0;
    };

    /// A round has as many buckets as the memory holds the nodes of, and at least one.
    Suspects(const BucketSums& a, const BucketSums& b, std::uint64_t memory) : is_unequal_(a.size()) {
        std::uint64_t bytes = 0;
        for (std::size_t bucket = 0; bucket < a.size(); ++bucket) {
            if (a.equal(b, bucket))
                continue;
            is_unequal_[bucket] = true;
            const std::uint64_t more = a.bytes(bucket) + b.bytes(bucket);
            if (rounds_.empty() || bytes + more > memory) {
                rounds_.push_back({bucket, bucket});
                bytes = 0;
            }
            bytes += more;
            rounds_.back().to = bucket + 1;
        }
    }

    const std::vector<Round>& rounds() const noexcept { return rounds_; }
    bool has(tree::PathHash path, const Round& round) const noexcept {
        const std::size_t bucket = BucketSums::bucket_of(path, is_unequal_.size());
        return is_unequal_[bucket] && bucket >= round.from && bucket < round.to;
    }

private:
    std::vector<bool> is_unequal_;
    std::vector<Round> rounds_;
};

} // namespace keeperfs::compare
