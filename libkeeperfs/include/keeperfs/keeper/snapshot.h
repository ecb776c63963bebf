#pragma once
// The parts of a Keeper snapshot as values, shared by reader and writer.
#include "keeperfs/base/bytes.h"
#include "keeperfs/tree/acl.h"
#include "keeperfs/tree/session.h"
#include "keeperfs/tree/stat.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::keeper {

struct SnapshotHeader {
    int version = 0;
    std::uint64_t last_log_index = 0;
    std::uint64_t last_log_term = 0;
    std::string metadata_configuration; ///< encoded cluster configuration inside the metadata, as stored
    std::int64_t zxid = 0;
    int digest_version = 0; ///< 0: none stored
    std::uint64_t digest = 0;
    std::int64_t session_id_counter = 1;
};

/// An entry of the ACL map. Id 0 is never in it: it means "no ACL", open to all.
struct AclMapEntry {
    std::uint64_t id = 0;
    tree::AclList list;
    bool operator==(const AclMapEntry&) const = default;
};

/// One node. Spans belong to whoever made it (the reader: until its next call).
struct SnapshotNode {
    Bytes path; ///< "/" for the root
    Bytes data;
    std::uint64_t acl_id = 0;
    tree::Stat stat; ///< cversion as clients see it; ephemeral_owner a session, 0, or tree::container_owner
    std::int32_t num_children = 0;
    std::int64_t seq_num = 0;
    std::optional<std::int64_t> ttl_ms;
    bool is_sequential = false;

    bool is_container() const noexcept { return stat.ephemeral_owner == tree::container_owner; }
    bool is_ephemeral() const noexcept { return stat.ephemeral_owner != 0 && !is_container(); }
};

} // namespace keeperfs::keeper
