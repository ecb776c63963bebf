#pragma once
// A Keeper snapshot goes to disk: encoded, compressed, and read back before it counts.
#include "keeperfs/convert/zookeeper_to_keeper.h"
#include "keeperfs/io/atomic_output.h"
#include "keeperfs/keeper/snapshot.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace keeperfs::convert {

/// Everything of a snapshot but its nodes; the sessions come last.
struct SnapshotParts {
    keeper::SnapshotHeader header;
    std::span<const keeper::AclMapEntry> acls;
    std::uint64_t node_count = 0;
    std::vector<tree::Session> sessions;
};

/// Where the nodes come from, and the sessions, which are known after the last node.
struct SnapshotContent {
    std::function<bool(keeper::SnapshotNode&)> next_node; ///< in order; false after the last
    std::function<std::vector<tree::Session>()> sessions;
};

struct WrittenSnapshot {
    std::uint64_t bytes = 0; ///< before compression
    std::string sha256;      ///< of the file, as it was read back
};

/// Encodes on one thread, compresses and writes on the calling one, and reads the file back on a third while
/// it grows. Afterwards the output is finished and proven: every field of every node, in order, is what it
/// was meant to be, so are the counts, the digest and the rest. Throws Error(bad_output) otherwise.
/// `sessions` of `parts` are filled in.
WrittenSnapshot write_snapshot(io::FileSystem& files, io::AtomicOutput& output, SnapshotParts& parts,
                               const SnapshotContent& content, const ZooKeeperToKeeperOptions& options);

/// What writing and verifying take, whatever the size of the tree.
std::uint64_t memory_to_write(const ZooKeeperToKeeperOptions& options);

/// Does all but write: for a dry run.
std::uint64_t encode_snapshot(SnapshotParts& parts, const SnapshotContent& content);

} // namespace keeperfs::convert
