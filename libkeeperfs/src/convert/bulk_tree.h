#pragma once
// The way back from the result of a bulk conversion to ZooKeeper's tree.
#include "convert/bulk_notes.h"
#include "zookeeper/base_tree.h"

#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/keeper/snapshot.h"

#include <memory>
#include <string>

namespace keeperfs::convert {

/// What a node was in ZooKeeper, as far as the result shows it; where that is not the truth, the notes have
/// it. Spans are those of `node`.
zookeeper::SnapshotNode plain_origin(const keeper::SnapshotNode& node);

/// Throws Error(bad_input) when the file is not the one that the notes belong to.
zookeeper::BaseTree bulk_tree(io::FileSystem& files, const std::string& snapshot,
                              std::shared_ptr<const BulkNotes> notes, io::Meter* meter);

} // namespace keeperfs::convert
