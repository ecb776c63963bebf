#pragma once
// A Keeper snapshot goes to disk: encoded, compressed, and read back before it counts.
#include "convert/fingerprint.h"

#include "keeperfs/convert/zookeeper_to_keeper.h"
#include "keeperfs/io/source.h"
#include "keeperfs/keeper/snapshot.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace keeperfs::convert {

/// Everything of a snapshot but its nodes.
struct SnapshotParts {
    keeper::SnapshotHeader header;
    std::span<const keeper::AclMapEntry> acls;
    std::uint64_t node_count = 0;
    std::vector<tree::Session> sessions;
};

struct WrittenSnapshot {
    std::uint64_t bytes = 0; ///< before compression
    Fingerprints fingerprints;
};

/// Produces the nodes in order; false after the last.
using NextNode = std::function<bool(keeper::SnapshotNode&)>;

/// Encodes on one thread while the calling one compresses. `sessions` is asked for after the last node, when
/// the owners of all ephemerals are known. `into` is not finished.
WrittenSnapshot write_snapshot(io::Sink& into, const SnapshotParts& parts, const NextNode& next,
                               const std::function<std::vector<tree::Session>()>& sessions);

/// Reads a written file back. Throws Error(bad_output) where it is not what was meant. -> its SHA-256.
std::string verify_snapshot(io::Source& file, const SnapshotParts& parts, const WrittenSnapshot& meant,
                            io::Meter* meter);

} // namespace keeperfs::convert
