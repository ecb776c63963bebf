#include "keeperfs/inspect/snapshot_summary.h"

namespace keeperfs::inspect {

void SnapshotSummary::add(const keeper::SnapshotNode& node) {
    digest.add(node);
    ++nodes;
    data_bytes += node.data.size();
    path_bytes += node.path.size();
    greatest_seq_num = std::max(greatest_seq_num, node.seq_num);
    containers += node.is_container() ? 1 : 0;
    ttl_nodes += node.ttl_ms ? 1 : 0;
    ephemerals += node.is_ephemeral() ? 1 : 0;
}

void SnapshotSummary::finish(const keeper::SnapshotReader& reader) {
    acl_lists = reader.acls().size();
    sessions = reader.sessions().size();
    decoded_bytes = reader.offset();
    cluster_configuration = reader.cluster_configuration();
    unknown_bytes = reader.unknown_bytes();
}

SnapshotSummary summarize(keeper::SnapshotReader& reader) {
    SnapshotSummary summary(reader);
    for (keeper::SnapshotNode node; reader.next(node);)
        summary.add(node);
    summary.finish(reader);
    return summary;
}

} // namespace keeperfs::inspect
