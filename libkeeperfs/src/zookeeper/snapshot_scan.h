#pragma once
#include "zookeeper/tree_state.h"

#include "keeperfs/tree/path_table.h"
#include "keeperfs/tree/stat.h"
#include "keeperfs/zookeeper/snapshot_reader.h"

#include <cstdint>
#include <vector>

namespace keeperfs::zookeeper {

/// What a tree takes from a node of a snapshot, with all that can be computed from that node alone.
struct ScannedNode {
    tree::PathHash hash;
    tree::Stat stat;
    ContentCrc crc; ///< only of nodes that count in the digest
    std::int64_t acl_number = 0;
    std::uint64_t offset = 0;
    std::size_t path_at = 0; ///< in NodeBatch::bytes; of a quota's node the data stand behind it
    std::size_t path_size = 0;
    std::uint32_t data_size = 0;
    bool data_is_null = false, counts_in_digest = false, in_quota = false;
};

/// Nodes on their way from the thread that reads to the one that builds the tree.
struct NodeBatch {
    std::vector<ScannedNode> nodes;
    std::vector<std::uint8_t> bytes;
    TreeDigest digest;            ///< the sum over these nodes
    std::int64_t newest_zxid = 0; ///< the greatest czxid, mzxid or pzxid, without /zookeeper/config

    Bytes path_of(const ScannedNode& node) const {
        return Bytes(bytes).subspan(node.path_at, node.path_size);
    }
    Bytes quota_data_of(const ScannedNode& node) const {
        return Bytes(bytes).subspan(node.path_at + node.path_size, node.data_size);
    }
};

/// Fills a batch anew. False behind the snapshot's last node.
bool scan_nodes(NodeSource& nodes, NodeBatch& batch);

} // namespace keeperfs::zookeeper
