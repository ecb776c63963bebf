#pragma once
// A few paths of a large tree.
#include "keeperfs/tree/path_table.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace keeperfs::tree {

/// Nearly every path that is asked for is none of them, and a filter says so from the cache.
class PathSet {
public:
    bool empty() const noexcept { return paths_.size() == 0; }
    bool contains(PathHash path) const noexcept {
        const std::uint64_t bits = bits_of(path);
        return (filter_[word_of(path)] & bits) == bits && paths_.contains(path);
    }
    bool contains(Bytes path) const noexcept { return contains(hash_path(path)); }
    /// For a path that contains() will be asked for soon: the filter is as large as a core's second cache.
    void prefetch(PathHash path) const noexcept { __builtin_prefetch(&filter_[word_of(path)]); }
    void insert(PathHash path) {
        if (contains(path))
            return;
        paths_.insert(path);
        filter_[word_of(path)] |= bits_of(path);
    }
    void insert(Bytes path) { insert(hash_path(path)); }
    void insert(const PathSet& other) {
        for (NodeId path = 0; path < other.paths_.size(); ++path)
            insert(other.paths_.hash_of(path));
    }

private:
    static constexpr std::size_t filter_words = std::size_t{1} << 17; ///< a mebibyte
    PathTable paths_;
    std::vector<std::uint64_t> filter_ = std::vector<std::uint64_t>(filter_words);

    static constexpr std::size_t word_of(PathHash path) noexcept { return path.low % filter_words; }
    /// Two bits of one word: with a million paths one other in twenty passes; with one bit it were one in
    /// eight.
    static constexpr std::uint64_t bits_of(PathHash path) noexcept {
        return (std::uint64_t{1} << (path.low >> 58)) | (std::uint64_t{1} << ((path.low >> 52) & 63));
    }
};

} // namespace keeperfs::tree
