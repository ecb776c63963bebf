#pragma once
// The whole tree that a replay has come to, whatever part of it is in memory.
#include "keeperfs/export.h"
#include "keeperfs/keeper/replay_directory.h"
#include "keeperfs/storage/disk.h"

#include <cstdint>
#include <memory>

namespace keeperfs::keeper {

/// Every node once: those that the replay holds, then those that are in its snapshot as they were. Borrows
/// what it is made of.
class KEEPERFS_EXPORT ReplayedNodes {
public:
    /// Of a replay that holds all of them. Error(usage) for another.
    explicit ReplayedNodes(const Replay& replay);
    ReplayedNodes(const ReplayedDirectory& replayed, storage::Disk& snapshots, io::Meter* meter = nullptr);
    ~ReplayedNodes();
    /// Spans live until the next call.
    bool next(SnapshotNode& node);

private:
    const Replay& replay_;
    std::uint64_t cursor_ = 0;
    const std::function<bool(Bytes path)>* holds_ = nullptr;
    std::unique_ptr<io::Source> source_;
    std::unique_ptr<SnapshotReader> others_;

    bool next_other(SnapshotNode& node);
};

} // namespace keeperfs::keeper
