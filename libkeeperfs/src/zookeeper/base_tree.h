#pragma once
// A tree that lies in no snapshot of ZooKeeper's, to replay logs over.
#include "keeperfs/tree/acl.h"
#include "keeperfs/tree/session.h"
#include "keeperfs/zookeeper/data_dir.h"
#include "keeperfs/zookeeper/restore.h"
#include "keeperfs/zookeeper/snapshot_reader.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::zookeeper {

/// The tree of an earlier restoration, node by node.
struct BaseTree {
    DataFile file; ///< where it lies, for reports and messages
    RestoredEnd end;
    std::vector<tree::Session> sessions;
    std::vector<NumberedAcl> acls;
    std::uint64_t nodes = 0;
    /// So many nodes come first in the order of a snapshot. The others come in any order, a parent before its
    /// children.
    std::uint64_t ordered_nodes = 0;
    /// Parents of the ephemerals among those others.
    std::vector<std::string> late_parents;
    /// Begins with the first node, each time that it is called. The meter counts the bytes of the file.
    std::function<std::unique_ptr<NodeSource>(io::Meter*)> open;
};

/// Goes on where an earlier restoration ended: replays what the logs have since. Nothing that options allow
/// elsewhere is accepted here, since the outcome must be that of a restoration from ZooKeeper's own files.
/// Throws Error: bad_input for damage, refused where it cannot be shown that the logs go on from that tree.
RestoredTree restore_onto(io::FileSystem& files, BaseTree base, const RestoreOptions& options,
                          io::Meter* meter);

} // namespace keeperfs::zookeeper
