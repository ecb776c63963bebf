#pragma once
// What a corrected copy of a Keeper's directories is made of.
#include "keeperfs/inspect/fsck.h"
#include "keeperfs/inspect/repair.h"
#include "keeperfs/io/new_directory.h"
#include "keeperfs/keeper/changelog_writer.h"
#include "keeperfs/storage/disk.h"

#include <optional>
#include <string>

namespace keeperfs::inspect {

/// log, snapshots and state, while they are made; gone without a commit.
class NewCopy {
public:
    NewCopy(io::FileSystem& files, const std::string& target)
        : directory_(files, target), log_dir_(directory_.make("log")),
          snapshot_dir_(directory_.make("snapshots")) {}

    const std::string& log_dir() const noexcept { return log_dir_; }
    const std::string& snapshot_dir() const noexcept { return snapshot_dir_; }
    const std::string& path() const noexcept { return directory_.path(); }
    DataPlaces places() const { return {log_dir_, snapshot_dir_, io::join(path(), "state")}; }
    /// Another folder beside them; its path.
    std::string make(const std::string& name) { return directory_.make(name); }
    void commit() { directory_.commit(); }

private:
    io::NewDirectory directory_;
    std::string log_dir_, snapshot_dir_;
};

/// Byte for byte.
void copy_file(io::FileSystem& files, const std::string& from, storage::Disk& disk, const std::string& name,
               storage::Disk::Existing policy, io::Meter* meter);
/// The records of a log that is written anew; the writer is not finished. Error(bad_input) when they are not
/// there any more.
void write_records(io::FileSystem& files, const RepairedLog& log, keeper::ChangelogWriter& writer,
                   io::Meter* meter);
/// One log of the plan: copied, or written anew.
void write_log(io::FileSystem& files, const RepairedLog& log, storage::Disk& disk, io::Meter* meter);
keeper::ChangelogCodec codec_of(const RepairedLog& log);
void write_state(const keeper::RaftState& state, storage::Disk& disk);

struct CopyProof {
    FsckReport report; ///< without a replay
    RepairProof proof;
};
/// Examines a copy and replays it. Error(bad_output) when it has a fault that a copy must not have, or when a
/// server that reads it would not reach `last_index`.
CopyProof prove_copy(io::FileSystem& files, const DataPlaces& places, std::uint64_t last_index,
                     io::Meter* meter);

} // namespace keeperfs::inspect
