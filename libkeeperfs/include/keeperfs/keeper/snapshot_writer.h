#pragma once
#include "keeperfs/export.h"
#include "keeperfs/io/source.h"
#include "keeperfs/keeper/snapshot.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace keeperfs::keeper {

/// Turns the parts of a snapshot into its bytes, not yet compressed: one function per part, in the order of
/// the grammar in snapshot_format.h. Each appends to `out`. A value that the version cannot hold (a TTL below
/// 8, a container below 9, a counter beyond 32 bits below 7, a digest or a zxid other than the log index
/// below 5, an ACL id beyond 32 bits, data beyond 2^31 - 1 bytes) throws Error(refused) before anything of
/// that part was appended.
class KEEPERFS_EXPORT SnapshotEncoder {
public:
    /// version: snapshot_version::oldest_written to newest.
    explicit SnapshotEncoder(int version);

    /// Everything before the nodes. `header.version` is ignored; the metadata's configuration must not be
    /// missing (see empty_cluster_configuration()).
    void begin(std::string& out, const SnapshotHeader& header, std::span<const AclMapEntry> acls,
               std::uint64_t node_count) const;
    void node(std::string& out, const SnapshotNode& node) const;
    /// Everything after the nodes. `cluster_configuration` empty: no such section.
    void end(std::string& out, std::span<const tree::Session> sessions, Bytes cluster_configuration) const;

private:
    int version_;

    void append_acl_map_entry(std::string& out, const AclMapEntry& entry) const;
};

} // namespace keeperfs::keeper
