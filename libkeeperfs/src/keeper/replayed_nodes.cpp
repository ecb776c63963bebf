#include "keeperfs/keeper/replayed_nodes.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/metered_source.h"

namespace keeperfs::keeper {

ReplayedNodes::ReplayedNodes(const Replay& replay) : replay_(replay) {
    if (replay.not_held().count > 0)
        throw Error(ErrorKind::usage, "the replay holds a part of the nodes only");
}

ReplayedNodes::ReplayedNodes(const ReplayedDirectory& replayed, storage::Disk& snapshots, io::Meter* meter)
    : replay_(replayed.replay) {
    if (replay_.not_held().count == 0)
        return;
    holds_ = &replayed.report.holds;
    source_ =
        std::make_unique<io::MeteredSource>(snapshots.open(replayed.report.snapshot->entry.name), meter);
    others_ = std::make_unique<SnapshotReader>(*source_, Decoding::ahead);
}

ReplayedNodes::~ReplayedNodes() = default;

bool ReplayedNodes::next(SnapshotNode& node) {
    return replay_.next(cursor_, node) || (others_ != nullptr && next_other(node));
}

bool ReplayedNodes::next_other(SnapshotNode& node) {
    while (others_->next(node))
        if (!(*holds_)(node.path)) {
            node.acl_id = replay_.acl_id_of_other(node.acl_id);
            return true;
        }
    return false;
}

} // namespace keeperfs::keeper
