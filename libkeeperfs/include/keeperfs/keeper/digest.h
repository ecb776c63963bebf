#pragma once
#include "keeperfs/export.h"
#include "keeperfs/keeper/snapshot.h"

#include <cstdint>

namespace keeperfs::keeper {

/// What one node adds to the tree's digest (a sum modulo 2^64). Versions 1, 2, 4, 5; 3 only as one reading of an
/// unpublished field list, so it may be compared but should not be written.
/// Fields: SipHash-2-4 with a zero key over path, data, czxid (versions 1 and 2: twice), mzxid, ctime, mtime, version,
/// cversion, aversion, ephemeralOwner, [dataLength: 1, 2], numChildren, pzxid, [5: one byte 0, or 1 and the TTL].
KEEPERFS_EXPORT std::uint64_t node_digest(int digest_version, const SnapshotNode& node);

} // namespace keeperfs::keeper
