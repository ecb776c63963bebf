#pragma once
// From the files of a Keeper to its tree at any point that they hold.
#include "keeperfs/base/finding.h"
#include "keeperfs/export.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/keeper/changelog_reader.h"
#include "keeperfs/keeper/data_files.h"
#include "keeperfs/keeper/replay.h"
#include "keeperfs/storage/disk.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::keeper {

enum class ReplayStart : std::uint8_t {
    newest, ///< the newest snapshot that loads and does not lie behind the point asked for
    oldest, ///< most records: the empty tree where the log goes on from index 1, else the oldest snapshot
            ///< that loads and behind which the log goes on
    given,  ///< the snapshot of a given index, and no other
    empty,  ///< an empty tree: the log must begin at index 1
};

/// What an observer sees: the tree, and the record that it stands behind.
struct ReplayStep {
    const Replay& replay;
    const ChangelogRecord* record = nullptr; ///< null: before the first
    const Request* request = nullptr;        ///< null for a configuration
    const Outcome* outcome = nullptr;        ///< likewise
};
/// Called before the first record and behind each. False stops there.
using ReplayObserver = std::function<bool(const ReplayStep& step)>;

struct LookAhead;

/// What of the snapshot is in memory while the log is applied.
enum class ReplayMemory : std::uint8_t {
    whole_tree,
    /// Only the nodes that the records may touch: memory grows with the log, not with the tree. The snapshot
    /// is read a second time when sessions close in the log, for their ephemeral nodes.
    touched_nodes,
};

struct ReplayPlan {
    ReplayOptions options;
    ReplayMemory memory = ReplayMemory::whole_tree;
    std::vector<std::string> watched_paths; ///< that an observer asks for: held too when they are there
    /// With a time the oldest stands for the newest: snapshots do not say when they were made.
    ReplayStart start = ReplayStart::newest;
    std::uint64_t snapshot_index = 0; ///< ReplayStart::given
    // How far: the first of these that comes; without one to the end.
    std::optional<std::uint64_t> at_index;
    std::optional<std::int64_t> at_zxid;
    /// The last record before the first that is later. Records' times come from the servers' clocks.
    std::optional<std::int64_t> at_time_ms;
    bool stops_at_disagreement = true;
    /// What somebody who has just read the files has noted for ReplayMemory::touched_nodes: the log is read
    /// once then. Null, or where files came since or an older snapshot has to be taken: it is read twice.
    std::shared_ptr<LookAhead> looked_ahead;
    ReplayObserver observer;
};

enum class ReplayStop : std::uint8_t {
    end,          ///< all records are applied
    point,        ///< what was asked for; the next record lies behind it
    observer,     ///< the observer said so
    disagreement, ///< a digest differs; the record is applied
    gap,          ///< records are missing: see the findings
    undecodable,  ///< a record that no known release writes: see the findings
};

struct ReplayedLog {
    ChangelogFile file;
    std::uint64_t records = 0, first_index = 0, last_index = 0;
    ChangelogEnd end = ChangelogEnd::clean;
};

struct ReplayReport {
    std::optional<SnapshotFile> snapshot; ///< nullopt: from the empty tree
    /// Which nodes of the snapshot the replay holds; empty: all. The others are as they were.
    std::function<bool(Bytes path)> holds;
    std::uint64_t start_index = 0;            ///< of the snapshot, else 0
    std::vector<ReplayedLog> logs;            ///< those that were read
    std::uint64_t applied = 0;                ///< records
    std::uint64_t failed = 0;                 ///< requests that a client was told no to
    std::uint64_t superseded = 0;             ///< records whose index a later one has, or one before it
    std::optional<std::int64_t> last_time_ms; ///< of the last request applied
    ReplayStop stop = ReplayStop::end;
    std::vector<Finding> findings;
};

struct ReplayedDirectory {
    Replay replay;
    ReplayReport report;
};

/// Reads the log twice, decoding on a thread of its own: first to look ahead, since a record that raft has
/// overwritten shows only by one behind it; then to apply it. The observer runs on the caller's thread. A
/// file that begins before the snapshot's last index ends is read from its start; its records up to that
/// index are passed over.
///
/// Damage in the log ends nothing by itself: when the next file goes on with the next index, so does the
/// replay. Throws Error(bad_input) when no snapshot can be used and the log does not begin at 1, or the point
/// lies before all that the files hold; also when a time does, or when nothing shows that it does not.
KEEPERFS_EXPORT ReplayedDirectory replay_directory(storage::Disk& snapshots, storage::Disk& logs,
                                                   const ReplayPlan& plan, io::Meter* meter = nullptr);

} // namespace keeperfs::keeper
