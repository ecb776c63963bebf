#pragma once
#include "keeperfs/export.h"
#include "keeperfs/inspect/digest_check.h"
#include "keeperfs/keeper/snapshot_reader.h"

#include <cstdint>
#include <optional>
#include <string>

namespace keeperfs::inspect {

/// What a snapshot says of itself, and counts of what is in it.
struct KEEPERFS_EXPORT SnapshotSummary {
    explicit SnapshotSummary(const keeper::SnapshotReader& reader)
        : codec(reader.codec()), header(reader.header()), digest(reader.header()) {}
    void add(const keeper::SnapshotNode& node);
    /// Once the reader is at its end.
    void finish(const keeper::SnapshotReader& reader);

    keeper::SnapshotCodec codec;
    keeper::SnapshotHeader header;
    DigestCheck digest;
    std::uint64_t nodes = 0;
    std::uint64_t ephemerals = 0, ttl_nodes = 0, containers = 0; ///< among the nodes
    std::uint64_t data_bytes = 0, path_bytes = 0;
    std::int64_t greatest_seq_num = 0; ///< as stored
    std::uint64_t acl_lists = 0;       ///< different ones, the open one not among them
    std::uint64_t sessions = 0;
    std::uint64_t decoded_bytes = 0;                  ///< of the whole stream behind the codec
    std::optional<std::string> cluster_configuration; ///< the section at the end, encoded
    std::uint64_t unknown_bytes = 0;                  ///< behind the last section
};

/// Reads the snapshot to its end, in constant memory but for sessions and ACL lists.
KEEPERFS_EXPORT SnapshotSummary summarize(keeper::SnapshotReader& reader);

} // namespace keeperfs::inspect
