#pragma once
#include "keeperfs/io/progress.h"
#include "keeperfs/io/source.h"
#include "keeperfs/keeper/replay_directory.h"
#include "keeperfs/keeper/snapshot_reader.h"
#include "keeperfs/storage/disk.h"

#include <memory>
#include <string>

namespace keeperfs::convert {

/// The nodes of the snapshot that a replay began with which the replay does not hold; their ACL ids are those
/// of the replay. Borrows both.
class OtherNodes {
public:
    OtherNodes(const keeper::ReplayedDirectory& replayed, storage::Disk& snapshots, io::Meter* meter);
    bool next(keeper::SnapshotNode& node);

private:
    const keeper::ReplayedDirectory& replayed_;
    std::string file_;
    std::unique_ptr<io::Source> source_;
    std::unique_ptr<keeper::SnapshotReader> reader_;
};

} // namespace keeperfs::convert
