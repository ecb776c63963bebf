#pragma once
// A Keeper snapshot goes to disk: encoded, compressed, and read back before it counts.
#include "convert/proven_file.h"

#include "keeperfs/io/atomic_output.h"
#include "keeperfs/keeper/snapshot.h"
#include "keeperfs/keeper/snapshot_reader.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace keeperfs::convert {

/// How the bytes become a file.
struct SnapshotFileFormat {
    keeper::SnapshotCodec codec = keeper::SnapshotCodec::zstd;
    int compression_level = 3; ///< of zstd
    unsigned threads = 0;      ///< 0: one for each core
};

/// Everything of a snapshot but its nodes; what stands behind them comes last.
struct SnapshotParts {
    keeper::SnapshotHeader header;
    std::span<const keeper::AclMapEntry> acls;
    std::uint64_t node_count = 0;
    std::vector<tree::Session> sessions;
    std::string cluster_configuration; ///< the section at the end; empty: none
};

/// Where the nodes come from, and what is known only after the last of them.
struct SnapshotContent {
    std::function<bool(keeper::SnapshotNode&)> next_node; ///< in order; false after the last
    std::function<void(SnapshotParts&)> end; ///< fills in the sessions and the cluster configuration
};

/// Encodes on one thread, compresses and writes on the calling one, and reads the file back on a third while
/// it grows. Afterwards the output is finished and proven: every field of every node, in order, is what it
/// was meant to be, so are the counts, the digest and the rest. Throws Error(bad_output) otherwise.
WrittenSnapshot write_snapshot(io::FileSystem& files, io::AtomicOutput& output, SnapshotParts& parts,
                               const SnapshotContent& content, const SnapshotFileFormat& format);

/// What writing and verifying take, whatever the size of the tree.
std::uint64_t memory_to_write(const SnapshotFileFormat& format);

/// Does all but write: for a dry run.
std::uint64_t encode_snapshot(SnapshotParts& parts, const SnapshotContent& content);

} // namespace keeperfs::convert
