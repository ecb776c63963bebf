#include "zookeeper/snapshot_scan.h"

#include "zookeeper/paths.h"
#include "zookeeper/quota.h"

#include <algorithm>

namespace keeperfs::zookeeper {

namespace {

/// A few batches lie in a core's second cache.
constexpr std::size_t most_nodes = 512, most_bytes = 64 * 1024;

void add(NodeBatch& batch, const SnapshotNode& node) {
    ScannedNode& scanned = batch.nodes.emplace_back();
    const std::string_view path = as_text(node.path);
    scanned.hash = tree::hash_path(node.path);
    scanned.stat = node.stat;
    scanned.acl_number = node.acl_number;
    scanned.offset = node.offset;
    scanned.path_at = batch.bytes.size();
    scanned.path_size = node.path.size();
    scanned.data_size = static_cast<std::uint32_t>(node.data.size());
    scanned.data_is_null = node.data_is_null;
    scanned.counts_in_digest = counts_in_digest(node.path);
    scanned.in_quota = is_at_or_below(path, quota_root);
    batch.bytes.insert(batch.bytes.end(), node.path.begin(), node.path.end());
    if (scanned.in_quota)
        batch.bytes.insert(batch.bytes.end(), node.data.begin(), node.data.end());
    if (scanned.counts_in_digest) {
        scanned.crc = content_crc(node.path, node.data);
        batch.digest.add(digest_of(scanned.crc, node.stat));
    }
    if (path != config_path)
        batch.newest_zxid = std::max({batch.newest_zxid, node.stat.czxid, node.stat.mzxid, node.stat.pzxid});
}

} // namespace

bool scan_nodes(NodeSource& nodes, NodeBatch& batch) {
    batch.nodes.clear();
    batch.bytes.clear();
    // One huge path must not be paid for in every batch.
    if (batch.bytes.capacity() > 2 * most_bytes)
        batch.bytes.shrink_to_fit();
    batch.digest = {};
    batch.newest_zxid = 0;
    SnapshotNode node;
    while (batch.nodes.size() < most_nodes && batch.bytes.size() < most_bytes) {
        if (!nodes.next(node))
            return false;
        add(batch, node);
    }
    return true;
}

} // namespace keeperfs::zookeeper
