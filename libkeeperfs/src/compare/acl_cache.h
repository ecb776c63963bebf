#pragma once
#include "keeperfs/compare/node.h"
#include "keeperfs/keeper/snapshot.h"

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

namespace keeperfs::compare {

/// A Keeper's ACL map, each list made comparable once.
class AclCache {
public:
    /// The list may have grown since the last call (snapshot version 0), and only grows.
    void learn(const std::vector<keeper::AclMapEntry>& entries) {
        for (; known_ < entries.size(); ++known_)
            lists_[entries[known_].id] = make_acl(entries[known_].list);
    }
    const std::shared_ptr<const NodeAcl>& of(std::uint64_t id) const {
        if (id == 0)
            return open_;
        const auto found = lists_.find(id);
        return found == lists_.end() ? unknown_ : found->second;
    }

private:
    std::unordered_map<std::uint64_t, std::shared_ptr<const NodeAcl>> lists_;
    std::size_t known_ = 0;
    std::shared_ptr<const NodeAcl> open_ = make_acl({}), unknown_ = unknown_acl();
};

} // namespace keeperfs::compare
