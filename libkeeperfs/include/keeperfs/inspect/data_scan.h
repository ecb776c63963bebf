#pragma once
// What lies in a Keeper's directories, each file read once. Nothing is judged here.
#include "keeperfs/base/error.h"
#include "keeperfs/export.h"
#include "keeperfs/inspect/data_places.h"
#include "keeperfs/inspect/snapshot_verify.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/keeper/changelog_reader.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/keeper/data_files.h"
#include "keeperfs/keeper/request.h"
#include "keeperfs/keeper/state_file.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace keeperfs::inspect {

/// Records with consecutive indices and one term, each of which uses up a zxid but for the first, which may
/// be of a session or a configuration.
struct RecordRun {
    std::uint64_t first = 0, count = 0;
    std::uint64_t term = 0;
    std::int64_t zxid = 0; ///< of the state behind the first record; 0: not known

    std::uint64_t last() const noexcept { return first + count - 1; }
    std::int64_t zxid_at(std::uint64_t index) const noexcept {
        return zxid == 0 ? 0 : zxid + static_cast<std::int64_t>(index - first);
    }
};

/// The first record that goes on from the one before it and whose zxid is not above that one's.
KEEPERFS_EXPORT std::optional<std::uint64_t> first_zxid_back(std::span<const RecordRun> runs);

/// What a record is, for comparing it with that of another server.
struct RecordMark {
    std::uint64_t index = 0, term = 0, checksum = 0;
};
/// Of every so many records one is marked, and the first and last of each run.
inline constexpr std::uint64_t mark_distance = 256;

struct MembershipRecord {
    std::uint64_t index = 0;
    std::optional<keeper::ClusterConfig> config; ///< nullopt: it cannot be decoded
};

/// A session that authenticates and then uses the scheme "auth" (keeper-behaviour 7.3).
struct AuthUse {
    std::uint64_t authenticated = 0, used = 0; ///< indices
};

struct UndecodableRecord {
    std::uint64_t index = 0;
    Error error;
};

struct KEEPERFS_EXPORT LogScan {
    keeper::ChangelogFile file;
    std::string path;
    std::uint64_t records = 0;         ///< before any damage
    std::vector<RecordRun> runs;       ///< of them, in the order of the file
    std::size_t runs_before_stray = 0; ///< those before a stray block in a zstd frame; all without one
    std::vector<RecordRun> salvaged;   ///< right records behind damage, which no server reads
    std::vector<RecordMark> marks;     ///< of both, in the order of the file
    keeper::ChangelogEnd end = keeper::ChangelogEnd::clean;
    std::optional<Error> damage;
    std::optional<keeper::BrokenRecord> broken_record;
    std::uint64_t good_bytes = 0, tail_bytes = 0;
    bool has_open_frame = false;
    /// zstd: torn so that a server's decoder takes it for the end (keeper-behaviour 1.2).
    bool is_quietly_torn = false;
    std::vector<std::uint64_t> stray_block_offsets;
    std::vector<MembershipRecord> memberships;
    std::optional<UndecodableRecord> undecodable;      ///< the first
    std::map<keeper::OpNum, std::uint64_t> operations; ///< that not all releases know -> last index
    std::optional<std::uint64_t> last_64bit_xid;       ///< index
    std::optional<AuthUse> auth_use;                   ///< the one that authenticates last
    bool has_digests = false;
    std::optional<Error> unreadable; ///< the file cannot be opened or the disk fails
    bool is_growing = false;         ///< it became longer while it was read

    /// Damaged, so that a server reports an error for it.
    bool is_broken() const noexcept;
};

struct KEEPERFS_EXPORT SnapshotScan {
    keeper::SnapshotFile file;
    std::string path;
    SnapshotVerification verification;
    std::optional<keeper::ClusterConfig> membership; ///< the section at the end
    std::optional<int> unknown_version;
    std::optional<Error> unreadable;

    /// Read to its end.
    bool is_whole() const noexcept { return verification.summary.has_value(); }
    /// Whole, and nothing in it that a server would refuse.
    bool is_sound() const noexcept;
    const keeper::SnapshotHeader& header() const { return verification.summary->header; }
};

struct KEEPERFS_EXPORT StateScan {
    bool was_looked_for = false;
    std::optional<keeper::RaftState> state, old;
    std::optional<std::string> state_problem, old_problem; ///< a file that is there and cannot be read
    bool has_copy_lock = false;

    /// What a server takes; nullopt: none.
    std::optional<keeper::RaftState> effective() const;
};

struct Marker {
    std::string name; ///< of the marker
    bool is_beside_a_file = false;
    bool is_in_log_dir = false;
};

struct KEEPERFS_EXPORT DirectoryScan {
    DataPlaces places;
    std::vector<LogScan> logs;           ///< by first index
    std::vector<SnapshotScan> snapshots; ///< by index
    StateScan state;
    std::vector<Marker> markers;
    std::vector<std::string> foreign_logs; ///< names in the log directory that are none of it; folders too
    bool has_detached = false;             ///< the folder of 24 on
    std::vector<std::string> vanished;
    std::optional<std::uint64_t> free_space; ///< for snapshots

    /// A peer that holds records or snapshots of this history, and none that contradicts it.
    bool is_proven_peer = false;

    std::uint64_t greatest_term() const noexcept;
    /// The newest snapshot in which there is nothing wrong; nullptr without one.
    const SnapshotScan* newest_sound() const noexcept;
};

KEEPERFS_EXPORT DirectoryScan scan_directory(io::FileSystem& files, const DataPlaces& places,
                                             io::Meter* meter = nullptr);

} // namespace keeperfs::inspect
