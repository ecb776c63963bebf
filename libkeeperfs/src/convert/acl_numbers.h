#pragma once
#include "keeperfs/keeper/snapshot.h"
#include "keeperfs/zookeeper/snapshot_reader.h"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace keeperfs::convert {

/// ZooKeeper's ACL table from Keeper's map: each distinct list once, numbered from 1 in the order of Keeper's
/// ids. A list that means open to all, an empty one among them, needs no entry.
class AclNumbers {
public:
    explicit AclNumbers(std::vector<keeper::AclMapEntry> map);

    const std::vector<zookeeper::NumberedAcl>& table() const noexcept { return table_; }
    /// nullopt for an id that the map does not have.
    std::optional<std::int64_t> number_of(std::uint64_t id) const;

private:
    std::vector<zookeeper::NumberedAcl> table_;
    std::unordered_map<std::uint64_t, std::int64_t> numbers_;
};

} // namespace keeperfs::convert
