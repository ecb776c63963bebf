#pragma once
// A look ahead over the logs: which znodes the replay will touch.
#include "zookeeper/tree_state.h"

#include "keeperfs/io/filesystem.h"
#include "keeperfs/tree/path_set.h"
#include "keeperfs/zookeeper/data_dir.h"
#include "keeperfs/zookeeper/restore.h"
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
    std::optional<TransactionMark> before;            ///< of the transaction that the wanted ones follow
    std::optional<std::int64_t> first;                ///< of those that are wanted

    bool contains(tree::PathHash path) const noexcept { return paths_.contains(path); }
    void prefetch(tree::PathHash path) const noexcept { paths_.prefetch(path); }
    void add(const Transaction& txn);
    /// Tells a tree, before it is loaded, what the replay will ask of it.
    void announce_to(TreeState& tree) const;

    /// The node of this path and its parent.
    void add_with_parent(Bytes path);

private:
    tree::PathSet paths_;
};

TransactionMark mark_of(const Transaction& txn);

/// Reads the records with first_zxid <= zxid <= until of these logs.
TouchedNodes find_touched(io::FileSystem& files, const std::vector<DataFile>& logs, std::int64_t first_zxid,
                          std::int64_t until);

/// The zxid before the first record that is later than `time_ms`; INT64_MAX when none is.
std::int64_t zxid_before(io::FileSystem& files, const std::vector<DataFile>& logs, std::int64_t time_ms);

} // namespace keeperfs::zookeeper
