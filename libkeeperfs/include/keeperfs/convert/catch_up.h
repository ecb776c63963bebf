#pragma once
// The second half of a conversion in two phases: what ZooKeeper's logs have since the first is applied to its
// result.
#include "keeperfs/convert/zookeeper_to_keeper.h"
#include "keeperfs/export.h"

#include <cstdint>
#include <string>

namespace keeperfs::convert {

/// What maps to what, and the form of the result, are those of the bulk conversion.
struct CatchUpOptions {
    std::string catch_up_file;           ///< that the bulk conversion wrote
    std::string bulk_snapshot;           ///< its result; empty: where it was written
    std::string snapshots_dir, logs_dir; ///< ZooKeeper's, now that it is stopped
    std::string output_dir;
    bool force = false;
    bool dry_run = false;
    unsigned threads = 0;           ///< 0: one for each core
    std::uint64_t memory_limit = 0; ///< 0: none
};

/// Gives what zookeeper_to_keeper() would make of the same directories: the same nodes, ACLs, sessions,
/// counters and zxid. Throws Error: bad_input for damage and for a bulk result that was changed since,
/// refused where it cannot be shown that the outcome is the same. Then nothing was left behind.
KEEPERFS_EXPORT ZooKeeperToKeeperReport catch_up(io::FileSystem& files, const CatchUpOptions& options,
                                                 io::Meter* meter);

} // namespace keeperfs::convert
