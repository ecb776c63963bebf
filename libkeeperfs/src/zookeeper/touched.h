#pragma once
// A look ahead over the logs: which znodes the replay will touch.
#include "zookeeper/tree_state.h"

#include "keeperfs/io/filesystem.h"
#include "keeperfs/tree/path_table.h"
#include "keeperfs/zookeeper/data_dir.h"
#include "keeperfs/zookeeper/txn.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

namespace keeperfs::zookeeper {

/// The znodes that transactions name, and their parents. Only these are kept whole when the snapshot is read;
/// the logs are read twice instead, which is cheap beside a snapshot.
struct TouchedNodes {
    std::unordered_set<std::int64_t> closing_sessions, created_sessions;
    std::set<std::string, std::less<>> quota_targets; ///< whose limits or statistics some transaction creates
    std::int64_t greatest_zxid = INT64_MIN;           ///< of the transactions looked at

    /// Nearly every node of a large tree is none of them, and the filter says so from the cache.
    bool contains(tree::PathHash path) const noexcept {
        const std::uint64_t bits = bits_of(path);
        return (filter_[word_of(path)] & bits) == bits && paths_.contains(path);
    }
    /// For a path that contains() will be asked for soon: the filter is as large as a core's second cache.
    void prefetch(tree::PathHash path) const noexcept { __builtin_prefetch(&filter_[word_of(path)]); }
    void add(const Transaction& txn);
    /// Tells a tree, before it is loaded, what the replay will ask of it.
    void announce_to(TreeState& tree) const;

private:
    static constexpr std::size_t filter_words = std::size_t{1} << 17; ///< a mebibyte
    tree::PathTable paths_;
    std::vector<std::uint64_t> filter_ = std::vector<std::uint64_t>(filter_words);

    static constexpr std::size_t word_of(tree::PathHash path) noexcept { return path.low % filter_words; }
    /// Two bits of one word: with a million paths one other in twenty passes; with one bit it were one in
    /// eight.
    static constexpr std::uint64_t bits_of(tree::PathHash path) noexcept {
        return (std::uint64_t{1} << (path.low >> 58)) | (std::uint64_t{1} << ((path.low >> 52) & 63));
    }
    void add_path(Bytes path);
    void add_with_parent(Bytes path);
};

/// Reads the records with first_zxid <= zxid <= until of these logs.
TouchedNodes find_touched(io::FileSystem& files, const std::vector<DataFile>& logs, std::int64_t first_zxid,
                          std::int64_t until);

/// The zxid before the first record that is later than `time_ms`; INT64_MAX when none is.
std::int64_t zxid_before(io::FileSystem& files, const std::vector<DataFile>& logs, std::int64_t time_ms);

} // namespace keeperfs::zookeeper
