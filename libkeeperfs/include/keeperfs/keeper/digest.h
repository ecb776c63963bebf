#pragma once
#include "keeperfs/export.h"
#include "keeperfs/keeper/snapshot.h"

#include <cstdint>

namespace keeperfs::keeper {

inline constexpr int newest_digest_version = 5;
inline constexpr bool is_known_digest_version(int version) {
    return version >= 1 && version <= newest_digest_version;
}

/// What one node adds to the tree's digest (a sum modulo 2^64). Versions 1, 2, 4, 5; 3 only as one reading of
/// an unpublished field list, so it may be compared but should not be written. Any other version throws
/// Error(usage). A node's data must not exceed 2^31 - 1 bytes.
///
/// Fields: SipHash-2-4 with a zero key over path, data, czxid (versions 1 and 2: twice), mzxid, ctime, mtime,
/// version, cversion, aversion, ephemeralOwner, [dataLength: 1, 2], numChildren, pzxid, [5: one byte 0, or 1
/// and the TTL]. The owner is 0 where there is a TTL; numChildren is 0 for an ephemeral node (4, 5) and for
/// one with a TTL (5); a result of 0 becomes 1 (4, 5).
KEEPERFS_EXPORT std::uint64_t node_digest(int digest_version, const SnapshotNode& node);
/// The other reading of version 3: with dataLength before numChildren.
KEEPERFS_EXPORT std::uint64_t node_digest_3_with_length(const SnapshotNode& node);

} // namespace keeperfs::keeper
