#pragma once
#include "keeperfs/export.h"

#include <cstdint>

namespace keeperfs::zookeeper {

enum class ZnodeKind : std::uint8_t { persistent, ephemeral, container, ttl };

/// What the stored ephemeralOwner says: 0 persistent; INT64_MIN container; 0xff, 00 00 and 40 bits a TTL in
/// ms; anything else a session.
///
/// Session ids of server number 255 look like a TTL. So an owner that is known to be a session is asked for
/// first: `is_session` is true for owners that stand in the session table or were set by a create.
/// `emulate_353`: 3.5.3 stored a TTL as 0x8000000000000000 | ttl, which cannot be told from negative session
/// ids.
struct OwnerMeaning {
    ZnodeKind kind = ZnodeKind::persistent;
    std::int64_t ttl_ms = 0;
};
KEEPERFS_EXPORT OwnerMeaning meaning_of_owner(std::int64_t stored_owner, bool is_session,
                                              bool emulate_353) noexcept;

} // namespace keeperfs::zookeeper
