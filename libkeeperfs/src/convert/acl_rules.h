#pragma once
#include "convert/change_log.h"

#include "keeperfs/convert/zookeeper_to_keeper.h"
#include "keeperfs/keeper/snapshot.h"

#include <cstdint>
#include <vector>

namespace keeperfs::convert {

/// ZooKeeper's distinct ACL lists -> Keeper's ACL map.
class AclMapping {
public:
    /// Throws Error(refused) for foreign schemes under AclPolicy::fail.
    AclMapping(const zookeeper::RestoredTree& tree, const ZooKeeperToKeeperOptions& options,
               ChangeLog& changes);

    /// Keeper's id for a place in RestoredTree::acls(); 0 is open.
    std::uint64_t id_of(std::uint32_t acl) const noexcept {
        return acl == zookeeper::unknown_acl ? 0 : ids_[acl];
    }
    const std::vector<keeper::AclMapEntry>& entries() const noexcept { return entries_; }

private:
    std::vector<std::uint64_t> ids_;
    std::vector<keeper::AclMapEntry> entries_;
};

} // namespace keeperfs::convert
