#include "convert/other_nodes.h"

#include "keeperfs/base/error.h"
#include "keeperfs/io/metered_source.h"

namespace keeperfs::convert {

OtherNodes::OtherNodes(const keeper::ReplayedDirectory& replayed, storage::Disk& snapshots, io::Meter* meter)
    : replayed_(replayed), file_(snapshots.place(replayed.report.snapshot->entry.name)),
      source_(
          std::make_unique<io::MeteredSource>(snapshots.open(replayed.report.snapshot->entry.name), meter)),
      reader_(std::make_unique<keeper::SnapshotReader>(*source_, keeper::Decoding::ahead)) {}

bool OtherNodes::next(keeper::SnapshotNode& node) {
    try {
        while (reader_->next(node))
            if (!replayed_.report.holds(node.path)) {
                node.acl_id = replayed_.replay.acl_id_of_other(node.acl_id);
                return true;
            }
        return false;
    } catch (Error& error) {
        if (error.kind() == ErrorKind::bad_input)
            error.file(file_);
        throw;
    }
}

} // namespace keeperfs::convert
