#pragma once
// From a backup to directories from which a server starts: as it was, at a point in between, or with other
// members.
#include "keeperfs/backup/store.h"
#include "keeperfs/export.h"
#include "keeperfs/inspect/start_verdict.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/recover/recovery.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::backup {

/// At most one is set; none: all that the backup holds.
struct RestorePoint {
    std::optional<std::uint64_t> index;
    std::optional<std::int64_t> zxid;
    std::optional<std::int64_t> time_ms; ///< before the first request that is later
    bool is_given() const noexcept { return index || zxid || time_ms; }
};

/// Either one new directory, which is there whole or not at all, or three places of one file system, which
/// get their files one after the other.
struct RestoreTarget {
    std::string directory;
    std::string log_dir, snapshot_dir, state_file;
};

struct RestoreWish {
    std::string id; ///< empty: the newest; with a point the first that reaches it
    RestorePoint point;
    std::vector<keeper::ClusterServer> members; ///< empty: as they were
    std::optional<recover::Way> way;
};

/// What is read for a wish.
struct RestoreChoice {
    std::vector<Manifest> backups; ///< the one that is restored is the last
};
/// A place without backups, but with snapshots that servers have uploaded: the newest of these, or that of
/// the name. Error(bad_input) when there is no such backup, or none that reaches the point; Error(usage)
/// without the key of an encrypted one.
KEEPERFS_EXPORT RestoreChoice choose_backups(Store& store, const RestoreWish& wish);

struct RestoreReport {
    std::vector<std::string> backups; ///< ids of those that were read; the last is the one that is restored
    std::int64_t created_ms = 0;      ///< of that
    std::uint64_t backup_index = 0;   ///< its last one
    std::uint64_t last_index = 0;
    std::int64_t zxid = 0;
    std::uint64_t nodes = 0, records_replayed = 0, digests_compared = 0;
    std::vector<keeper::ClusterServer> members_before, members; ///< by the files
    std::optional<recover::Way> way;                            ///< how other members got in
    /// The record whose digest is not that of the tree: a server that computes digests stops there. The
    /// source was so already, or the backup would be damaged.
    std::optional<std::uint64_t> first_disagreement;
    std::uint64_t term = 0;
    std::vector<inspect::StartVerdict> verdicts;
    std::string log_dir, snapshot_dir, state_file;
    std::vector<std::string> config_files; ///< that the backup has; show writes them
};

/// Reads and hashes every file that is needed before anything is written, examines and replays what was
/// written before it gets its name. Error(refused) for targets that are there and not empty, Error(in_use)
/// when a server runs on them, Error(bad_input) for a backup that is damaged or does not hold the point; then
/// nothing was restored.
KEEPERFS_EXPORT RestoreReport restore(io::FileSystem& files, Store& store, const RestoreWish& wish,
                                      const RestoreTarget& target, io::Meter* meter = nullptr);

/// A subtree instead: one snapshot with the nodes that the glob names, all below and above them, in a new
/// directory.
struct RestoredPaths {
    std::vector<std::string> backups;
    std::vector<std::string> paths; ///< that matched, none of them below another
    std::string file;
    std::uint64_t last_index = 0, nodes = 0;
    std::string sha256;
};
/// Error(bad_input) when nothing matches, Error(refused) when the directory is there and not empty.
KEEPERFS_EXPORT RestoredPaths restore_paths(io::FileSystem& files, Store& store, const RestoreWish& wish,
                                            const std::string& glob, const std::string& output_dir,
                                            io::Meter* meter = nullptr);

} // namespace keeperfs::backup
