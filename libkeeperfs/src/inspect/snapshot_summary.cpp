#include "keeperfs/inspect/snapshot_summary.h"

namespace keeperfs::inspect {

SnapshotSummary summarize(keeper::SnapshotReader& reader) {
    SnapshotSummary summary(reader);
    for (keeper::SnapshotNode node; reader.next(node); ++summary.nodes) {
        summary.digest.add(node);
        summary.data_bytes += node.data.size();
        summary.path_bytes += node.path.size();
        const bool is_container = node.stat.ephemeral_owner == tree::container_owner;
        summary.containers += is_container ? 1 : 0;
        summary.ttl_nodes += node.ttl_ms ? 1 : 0;
        summary.ephemerals += node.stat.ephemeral_owner != 0 && !is_container ? 1 : 0;
    }
    summary.acl_lists = reader.acls().size();
    summary.sessions = reader.sessions().size();
    summary.decoded_bytes = reader.offset();
    summary.cluster_configuration = reader.cluster_configuration();
    summary.unknown_bytes = reader.unknown_bytes();
    return summary;
}

} // namespace keeperfs::inspect
