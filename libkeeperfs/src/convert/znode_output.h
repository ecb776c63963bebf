#pragma once
// A ZooKeeper snapshot goes to disk and is read back before it counts.
#include "convert/proven_file.h"

#include "keeperfs/tree/session.h"
#include "keeperfs/zookeeper/releases.h"
#include "keeperfs/zookeeper/snapshot_reader.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace keeperfs::convert {

/// What is written. The nodes come in order; false after the last.
struct ZnodeContent {
    std::span<const tree::Session> sessions;
    std::span<const zookeeper::NumberedAcl> acls;
    std::function<bool(zookeeper::SnapshotNode&)> next_node;
    std::int64_t zxid = 0; ///< of the name
    bool with_digest = true, with_last_zxid = false;
};

struct WrittenZnodes {
    WrittenSnapshot file;
    std::uint64_t nodes = 0, digest = 0;
};

/// Afterwards the output is finished and proven: tables, every field of every node in order, and the sections
/// are what they were meant to be. Throws Error(bad_output) otherwise.
WrittenZnodes write_znodes(io::FileSystem& files, io::AtomicOutput& output, const ZnodeContent& content);
/// Does all but write: for a dry run.
WrittenZnodes encode_znodes(const ZnodeContent& content);

} // namespace keeperfs::convert
