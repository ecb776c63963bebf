#pragma once
// What is left of an ensemble: what each directory holds, which of them is the most up to date by raft's
// rule, and whether they are of one history.
#include "keeperfs/export.h"
#include "keeperfs/inspect/data_scan.h"
#include "keeperfs/inspect/finding_table.h"
#include "keeperfs/inspect/log_image.h"
#include "keeperfs/inspect/lost_changes.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/keeper/cluster_config.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::recover {

/// Where a log ends. Raft compares the terms first, and only of equal terms the indices.
struct LogPosition {
    std::uint64_t term = 0, index = 0;
    auto operator<=>(const LogPosition&) const = default;
};

enum class Agreement : std::uint8_t {
    agrees,     ///< it holds records or a snapshot of the best one's history, and none that contradicts it
    not_proven, ///< nothing in it is the same as in the best one
    diverged,   ///< what should be the same differs: of another cluster, or both went on by themselves
};

struct KEEPERFS_EXPORT Survivor {
    std::string directory; ///< as it was given

    /// The state that a copy without the damage reaches, from the snapshot over the log without a gap.
    bool is_usable = false; ///< false: nothing can be reached
    std::optional<std::size_t>
        snapshot; ///< where it begins: a place in DirectoryScan::snapshots; nullopt: empty tree
    std::uint64_t snapshot_index = 0;
    LogPosition last;
    std::optional<std::int64_t> zxid;                ///< of that state; nullopt: not known
    std::optional<keeper::ClusterConfig> membership; ///< in force then; its log_index says since when

    inspect::LogImage log; ///< its records; `directory` of a piece: the place in Survivors::all
    std::vector<inspect::FsckFinding> findings; ///< of the directory alone
    std::vector<inspect::IndexRange> unusable;  ///< records that are there, behind missing ones
    std::vector<inspect::IndexRange> missing;   ///< records of which nothing is left

    /// Beside the best one.
    Agreement agreement = Agreement::agrees;
    std::optional<std::uint64_t> common;      ///< up to here both hold the same; nullopt: nothing shows it
    std::optional<inspect::IndexRange> lacks; ///< what the best one reaches and it does not
    std::optional<inspect::IndexRange>
        beyond; ///< what it holds and the best one does not: overwritten or never acknowledged
};

/// Records that the best one lacks and another one has, where they are proven to belong.
struct KEEPERFS_EXPORT Together {
    inspect::LogImage log;
    LogPosition last;                             ///< what all of them reach together
    std::vector<inspect::IndexRange> from_others; ///< of what is reached
};

struct KEEPERFS_EXPORT Survivors {
    /// The best first: the greatest last term, then index, then what is not damaged; else in the order given.
    std::vector<Survivor> all;
    std::vector<inspect::DirectoryScan> scans;  ///< of `all`
    std::vector<inspect::FsckFinding> findings; ///< peer.diverged and peer.not-proven: of one beside the best
    Together together;
    /// Up to here all is certainly committed: a server takes snapshots of nothing else.
    std::uint64_t committed = 0;

    const Survivor& best() const { return all.front(); }
    bool agree() const noexcept; ///< every one with the best
    /// Those that agree are more than half of the voters: they hold whatever was acknowledged, and can elect
    /// a leader.
    bool are_a_majority() const noexcept;
};

struct SurvivorPlan {
    std::vector<std::string> directories; ///< as find_data_places() takes them
    /// Applies each one's records to its snapshot and compares the digests.
    bool replays = true;
};

/// Reads every file once, and what is replayed again; changes nothing. Error(usage) without a directory and
/// for one that is given twice, Error(bad_input) for one in which there is no data.
KEEPERFS_EXPORT Survivors find_survivors(io::FileSystem& files, const SurvivorPlan& plan,
                                         io::Meter* meter = nullptr);

/// What the records behind `index` do, of one survivor's log or of all together. Reads them again.
KEEPERFS_EXPORT inspect::LostChanges changes_behind(io::FileSystem& files, const Survivors& survivors,
                                                    const inspect::LogImage& log, std::uint64_t index,
                                                    io::Meter* meter = nullptr);

} // namespace keeperfs::recover
