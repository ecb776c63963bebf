#pragma once
#include "keeperfs/export.h"
#include "keeperfs/tree/session.h"
#include "keeperfs/zookeeper/snapshot_reader.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace keeperfs::zookeeper {

/// Turns the parts of a snapshot into its stream, not yet compressed: one function for each part, in the
/// order of the grammar in snapshot_format.h. Each appends to `out`, which may be emptied between two calls;
/// the seals' running checksum is kept here. A value that the stream cannot hold (a timeout beyond 32 bits,
/// data beyond 2^31 - 1 bytes, a path that is none) throws Error(refused) before anything of that part was
/// appended. Left to the caller: the root first, parents before their children, no path twice, owners and ACL
/// numbers that the tables have.
class KEEPERFS_EXPORT SnapshotEncoder {
public:
    /// Header, session table and ACL table.
    void begin(std::string& out, std::span<const tree::Session> sessions, std::span<const NumberedAcl> acls);
    void node(std::string& out, const SnapshotNode& node);
    /// The end of the nodes with its seal, and the sections that `trailer` has.
    void end(std::string& out, const SnapshotTrailer& trailer);

private:
    std::uint32_t adler_ = 1;

    void count_in(const std::string& out, std::size_t from) noexcept;
    void seal(std::string& out, std::size_t from);
};

} // namespace keeperfs::zookeeper
