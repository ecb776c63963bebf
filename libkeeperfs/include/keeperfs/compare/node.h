#pragma once
// A node as both servers' clients see it, with what each server keeps beside that.
#include "keeperfs/base/bytes.h"
#include "keeperfs/compare/field.h"
#include "keeperfs/tree/acl.h"
#include "keeperfs/tree/stat.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace keeperfs::compare {

/// An ACL as it is compared: the open list is the empty one. An unknown list is one that the file lacks.
struct NodeAcl {
    tree::AclList list;
    bool is_unknown = false;
    std::uint64_t hash = 0; ///< of the list, with a key of this process
};
/// Sorted by nothing: the order of entries is what clients set, and counts.
KEEPERFS_EXPORT std::shared_ptr<const NodeAcl> make_acl(tree::AclList list);
KEEPERFS_EXPORT std::shared_ptr<const NodeAcl> unknown_acl();

/// Spans are valid until the next call of Nodes::next().
struct Node {
    Bytes path; ///< "/" for the root
    Bytes data;
    bool data_is_null = false;
    std::shared_ptr<const NodeAcl> acl;
    tree::Stat stat; ///< cversion as clients see it; ephemeral_owner a session or 0
    std::int32_t num_children = 0;
    std::int64_t seq_num = 0;
    std::optional<std::int64_t> ttl_ms;
    bool is_container = false;
};

} // namespace keeperfs::compare
