#pragma once
// The tree that a replay has come to, as a snapshot that a server loads.
#include "keeperfs/base/finding.h"
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/keeper/replay.h"
#include "keeperfs/keeper/replay_directory.h"
#include "keeperfs/keeper/snapshot_reader.h"
#include "keeperfs/storage/disk.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::convert {

struct ReplayedSnapshotOptions {
    std::string output_dir; ///< the name is snapshot_<index>.bin[.zstd]
    /// Without: 5 or, by the rules of the newer family, 6; more where the tree needs it.
    std::optional<int> snapshot_version;
    keeper::SnapshotCodec codec = keeper::SnapshotCodec::zstd;
    int compression_level = 3;
    unsigned threads = 0; ///< 0: one for each core
    bool force = false;   ///< replace a file of the same name
    /// Without: that which the log says.
    std::optional<keeper::ClusterConfig> membership;
    /// Where the replayed files lie. Nothing is written there: the log's end may be of records that no
    /// majority has, and a server would take a snapshot's for committed.
    std::vector<std::string> data_dirs;
};

struct ReplayedSnapshot {
    std::string file;
    std::uint64_t bytes = 0;
    int version = 0;
    int digest_version = 0; ///< 0: none
    std::uint64_t digest = 0;
    std::string sha256;
    std::string readable_by; ///< "22.7 and later"
    std::vector<Finding> findings;
};

/// Writes the file, reads it back and compares it. Throws Error; then nothing was left behind: refused for a
/// tree that the version cannot hold, for one without any record, and for outputs in the way or among the
/// data.
KEEPERFS_EXPORT ReplayedSnapshot write_replayed_snapshot(io::FileSystem& files, const keeper::Replay& replay,
                                                         const ReplayedSnapshotOptions& options);
/// The same of a replay that holds a part of the nodes: the others come from `snapshots` once more.
KEEPERFS_EXPORT ReplayedSnapshot write_replayed_snapshot(io::FileSystem& files,
                                                         const keeper::ReplayedDirectory& replayed,
                                                         storage::Disk& snapshots,
                                                         const ReplayedSnapshotOptions& options);

} // namespace keeperfs::convert
