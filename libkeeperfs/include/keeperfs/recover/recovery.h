#pragma once
// A survivor's files with other members, so that a server starts from them as they are. Decided first, then
// written; the survivor's own files are never touched.
#include "keeperfs/export.h"
#include "keeperfs/inspect/data_scan.h"
#include "keeperfs/inspect/repair.h"
#include "keeperfs/inspect/start_verdict.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/keeper/state_file.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::recover {

/// How the members get into the files. Each was seen to work on a server (keeper-behaviour 4.3, 4.10).
enum class Way : std::uint8_t {
    section,  ///< at the end of the newest snapshot; the logs stay as they are
    log,      ///< a configuration record behind the last one
    snapshot, ///< a new snapshot of the last index, and no log
};
/// The word in options and reports.
KEEPERFS_EXPORT std::string_view name_of(Way way) noexcept;
inline constexpr Way all_ways[] = {Way::section, Way::log, Way::snapshot}; ///< the least change first

struct WayNotTaken {
    Way way{};
    std::string reason;
};

struct RecoveryWish {
    std::vector<keeper::ClusterServer> members;
    /// Without: the first of all_ways that can be taken.
    std::optional<Way> way;
    /// Of the section, where it must be the same in several directories: not above the last index of any.
    /// Without: the last index.
    std::optional<std::uint64_t> section_index = {};
    /// A server goes on writing the files: what it adds to the last one from now on is not taken.
    bool is_running = false;
};

struct Recovery {
    inspect::RepairPlan files; ///< what of the survivors is kept
    Way way{};
    std::vector<WayNotTaken> not_taken;          ///< those before it
    std::optional<keeper::ClusterConfig> before; ///< of what is kept; nullopt: it names no members
    keeper::ClusterConfig membership;            ///< as it is written
    keeper::RaftState state;                     ///< without a vote, of a term not below any that was seen
    std::uint64_t last_index = 0;                ///< with the configuration record, where there is one
    std::vector<std::string> damaged;            ///< files that are kept beside, as they are
};

/// `scans`: the survivor, then others that may fill what it lacks (DirectoryScan::is_proven_peer), and whose
/// terms count; `log`: the best log of all that may be used. Error(bad_input) when nothing can be reached,
/// Error(refused) when the way that is asked for cannot be taken.
KEEPERFS_EXPORT Recovery plan_recovery(const std::vector<inspect::DirectoryScan>& scans,
                                       const inspect::LogImage& log, const RecoveryWish& wish);

struct RecoveryProof {
    std::uint64_t last_index = 0;
    std::int64_t zxid = 0;
    std::uint64_t nodes = 0;
    std::uint64_t records = 0, digests_compared = 0; ///< of the replay
    std::vector<inspect::StartVerdict> verdicts;     ///< of the eras that read the files
};

/// Writes `target`/log, snapshots and state, and what is damaged to `target`/damaged; examines and replays
/// them, and only then gives the directory its name. Error(refused) when the target is there and not empty,
/// Error(bad_input) when the digest of a record is not that of the tree.
KEEPERFS_EXPORT RecoveryProof execute_recovery(io::FileSystem& files,
                                               const std::vector<inspect::DirectoryScan>& scans,
                                               const Recovery& recovery, const std::string& target,
                                               io::Meter* meter = nullptr);

/// The same for the survivor's own files: all of them are first copied to `backup` and compared, the new ones
/// are written and proven beside it, and then put in place one by one, so that whatever a run that dies
/// leaves is a directory from which each release starts. Error(refused) when that cannot be: then use another
/// directory.
KEEPERFS_EXPORT RecoveryProof recover_in_place(io::FileSystem& files,
                                               const std::vector<inspect::DirectoryScan>& scans,
                                               const Recovery& recovery, const std::string& backup,
                                               io::Meter* meter = nullptr);

} // namespace keeperfs::recover
