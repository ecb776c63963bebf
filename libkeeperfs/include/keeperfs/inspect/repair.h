#pragma once
// A corrected copy of a Keeper's directories. The original is never touched.
#include "keeperfs/export.h"
#include "keeperfs/inspect/log_image.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::inspect {

struct LeftOut {
    std::string file, reason;
};
struct RepairedLog {
    std::string name;
    IndexRange indices;
    std::string source;     ///< path of the file that the records come from
    bool is_copied = false; ///< byte for byte; else written anew
    std::vector<LogPiece> pieces;
};

struct CopiedSnapshot {
    std::size_t directory = 0, place = 0; ///< in the scans, in DirectoryScan::snapshots
};

struct RepairPlan {
    std::vector<CopiedSnapshot> snapshots;
    std::vector<RepairedLog> logs;
    std::uint64_t snapshot_index = 0, last_index = 0;
    std::optional<keeper::RaftState> state; ///< nullopt: none is written
    bool state_is_new = false;              ///< made, since none had a term that fits
    std::vector<LeftOut> left_out;
    std::vector<IndexRange> from_peers;
    std::vector<IndexRange> lost;    ///< records that lie in the files and cannot be used
    std::vector<IndexRange> missing; ///< records of which nothing is left
};

/// `scans`: the directory, then its peers; `image`: of all of them. Error(bad_input) when no snapshot can be
/// used and the log does not begin at 1: then nothing can be reached.
KEEPERFS_EXPORT RepairPlan plan_repair(const std::vector<DirectoryScan>& scans, const LogImage& image);

struct RepairProof {
    std::uint64_t last_index = 0;
    std::int64_t zxid = 0;
    std::uint64_t nodes = 0;
    std::uint64_t records = 0, digests_compared = 0; ///< of the replay
    std::optional<std::uint64_t> first_disagreement; ///< the record whose digest is not that of the tree
};

/// Writes the copy as `target`/log, snapshots and state, examines and replays it, and only then gives it its
/// name. Error(refused) when the target is there and not empty, Error(bad_output) when the copy is not sound.
KEEPERFS_EXPORT RepairProof execute_repair(io::FileSystem& files, const std::vector<DirectoryScan>& scans,
                                           const RepairPlan& plan, const std::string& target,
                                           io::Meter* meter = nullptr);

} // namespace keeperfs::inspect
