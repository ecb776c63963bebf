#include "convert/znode_stream.h"

#include "zookeeper/paths.h"

#include "keeperfs/zookeeper/snapshot_format.h"

namespace keeperfs::convert {

bool ZnodeStream::next(zookeeper::SnapshotNode& out) {
    if (next_missing(out))
        return true;
    if (!nodes_.next(from_))
        return false;
    const std::string_view path = as_text(from_.node.path);
    behind_ = path == "/" ? "/" : path == zookeeper::system_path ? zookeeper::system_path : "";
    const std::uint32_t added = behind_ == "/" ? missing_.zookeeper : behind_.empty() ? 0 : missing_.quota;
    rules_.map(from_.node, index_.children(from_.id) + added, out);
    return true;
}

/// As a new server makes them: every field is 0.
bool ZnodeStream::next_missing(zookeeper::SnapshotNode& out) {
    if (behind_ == "/" && missing_.zookeeper)
        behind_ = zookeeper::system_path;
    else if (behind_ == zookeeper::system_path && missing_.quota)
        behind_ = zookeeper::quota_root;
    else
        return false;
    out = {};
    out.path = as_bytes(behind_);
    out.acl_number = zookeeper::snapshot_format::open_acl_number;
    return true;
}

} // namespace keeperfs::convert
