#include "keeperfs/zookeeper/znode_kind.h"

#include "zookeeper/owner.h"

namespace keeperfs::zookeeper {

OwnerMeaning meaning_of_owner(std::int64_t stored_owner, bool is_session, bool emulate_353) noexcept {
    if (stored_owner == 0)
        return {ZnodeKind::persistent, 0};
    if (stored_owner == tree::container_owner)
        return {ZnodeKind::container, 0};
    if (is_session)
        return {ZnodeKind::ephemeral, 0};
    if (const auto bits = static_cast<std::uint64_t>(stored_owner);
        (bits & ~std::uint64_t{max_ttl_ms}) == ttl_owner_mark)
        return {ZnodeKind::ttl, stored_owner & max_ttl_ms};
    if (emulate_353 && stored_owner < 0)
        return {ZnodeKind::ttl, stored_owner & INT64_MAX};
    return {ZnodeKind::ephemeral, 0};
}

} // namespace keeperfs::zookeeper
