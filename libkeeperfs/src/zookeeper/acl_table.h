#pragma once
#include "keeperfs/tree/acl.h"
#include "keeperfs/zookeeper/txn.h"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace keeperfs::zookeeper {

/// Each distinct ACL list once. Snapshots number their lists and logs spell them out, so a list is known by
/// its encoded bytes; a node holds the place of its list here.
class AclTable {
public:
    using Index = std::uint32_t;
    static constexpr Index open = 0;
    /// A node whose number is in no table: the snapshot wrote its ACLs before this one was made.
    static constexpr Index unknown = UINT32_MAX;

    AclTable() { intern(encode_acl({{tree::permission::all, "world", "anyone"}})); }

    /// An empty span is a null vector, which means open.
    Index intern(std::string_view encoded) {
        if (encoded.empty())
            return open;
        if (const auto found = by_bytes_.find(encoded); found != by_bytes_.end())
            return found->second;
        const auto index = static_cast<Index>(lists_.size());
        bytes_.emplace_back(encoded);
        lists_.push_back(decode_acl(as_bytes(encoded)));
        uses_.push_back(0);
        by_bytes_.emplace(bytes_.back(), index);
        return index;
    }

    const std::vector<tree::AclList>& lists() const noexcept { return lists_; }
    void add_use(Index index) noexcept {
        if (index != unknown)
            ++uses_[index];
    }
    void remove_use(Index index) noexcept {
        if (index != unknown)
            --uses_[index];
    }
    std::uint64_t uses(Index index) const noexcept { return uses_[index]; }

private:
    std::deque<std::string> bytes_;
    std::vector<tree::AclList> lists_;
    std::vector<std::uint64_t> uses_;
    std::unordered_map<std::string_view, Index> by_bytes_;
};

} // namespace keeperfs::zookeeper
