#include "convert/keeper_tree.h"

#include <utility>

namespace keeperfs::convert {

TreeOfSnapshot::TreeOfSnapshot(io::FileSystem& files, std::string path, io::Meter* meter)
    : path_(std::move(path)), file_(files.open_for_reading(path_)), meter_(meter) {}

void TreeOfSnapshot::begin(const char* stage) {
    pass_.reset(); // before the next one: each has a thread and a window
    pass_.emplace(file_, path_, stage, meter_);
}

TreeOfReplay::TreeOfReplay(const keeper::ReplayedDirectory& replayed, storage::Disk& snapshots,
                           io::Meter* meter)
    : replayed_(replayed), snapshots_(snapshots), meter_(meter), name_(snapshots.place("")) {}

void TreeOfReplay::begin(const char* stage) {
    nodes_.reset(); // before the next one, as above
    const std::optional<keeper::SnapshotFile>& snapshot = replayed_.report.snapshot;
    if (meter_ != nullptr)
        meter_->start(stage, snapshot ? snapshot->entry.size : 0);
    nodes_.emplace(replayed_, snapshots_, meter_);
}

} // namespace keeperfs::convert
