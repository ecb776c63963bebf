#pragma once
#include "inspect/copy_parts.h"

#include "keeperfs/recover/recovery.h"

#include <string>
#include <vector>

namespace keeperfs::recover {

/// The files of a recovery beside their target: written and proven. commit() of the copy gives them its name.
class RecoveredCopy {
public:
    RecoveredCopy(io::FileSystem& files, const std::vector<inspect::DirectoryScan>& scans,
                  const Recovery& recovery, const std::string& target, io::Meter* meter);

    inspect::NewCopy& copy() noexcept { return made_; }
    const RecoveryProof& proof() const noexcept { return proof_; }

private:
    io::FileSystem& files_;
    const std::vector<inspect::DirectoryScan>& scans_;
    const Recovery& recovery_;
    io::Meter* meter_;
    inspect::NewCopy made_;
    RecoveryProof proof_;

    const inspect::SnapshotScan& scan_of(const inspect::CopiedSnapshot& snapshot) const;
    void write();
    void write_snapshots(const inspect::NewCopy& to, std::size_t count);
    void write_newest_with_section();
    void write_logs(const inspect::NewCopy& to, std::size_t count);
    void write_last_log_with_record();
    void write_replayed();
    void keep_damaged();
    void prove();
};

/// Whether a record of this index fits into what the file's name says.
bool has_room(const inspect::RepairedLog& log, std::uint64_t index);

/// What came out, or an Error: every release that reads the files starts with the members that were meant.
RecoveryProof prove_recovery(io::FileSystem& files, const inspect::DataPlaces& places,
                             const Recovery& recovery, io::Meter* meter);

} // namespace keeperfs::recover
