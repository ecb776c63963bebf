#include "convert/acl_numbers.h"

#include "keeperfs/zookeeper/snapshot_format.h"

#include <algorithm>
#include <map>
#include <utility>

namespace keeperfs::convert {

using zookeeper::snapshot_format::open_acl_number;

AclNumbers::AclNumbers(std::vector<keeper::AclMapEntry> map) {
    std::ranges::sort(map, {}, &keeper::AclMapEntry::id);
    std::map<tree::AclList, std::int64_t> by_list;
    numbers_.emplace(0, open_acl_number);
    for (keeper::AclMapEntry& entry : map) {
        if (entry.list.empty() || tree::is_open(entry.list)) {
            numbers_.emplace(entry.id, open_acl_number);
            continue;
        }
        const auto next = static_cast<std::int64_t>(table_.size()) + 1;
        const auto [known, is_new] = by_list.emplace(entry.list, next);
        if (is_new)
            table_.push_back({next, std::move(entry.list)});
        numbers_.emplace(entry.id, known->second);
    }
}

std::optional<std::int64_t> AclNumbers::number_of(std::uint64_t id) const {
    const auto found = numbers_.find(id);
    return found == numbers_.end() ? std::nullopt : std::optional(found->second);
}

} // namespace keeperfs::convert
