#pragma once
// Transactions: results, not requests. Versions in them are the new ones, paths of sequential nodes carry
// their number, ACLs are expanded, and parent_cversion is the parent's new stored cversion.
#include "keeperfs/base/bytes.h"
#include "keeperfs/export.h"
#include "keeperfs/tree/acl.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::zookeeper {

/// The numbers in the logs, with the release that first wrote them. All others are errors.
enum class TxnType : std::int32_t {
    close_session = -11,
    create_session = -10,
    error = -1,
    create = 1,
    remove = 2,
    set_data = 5,
    set_acl = 7,
    check = 13, ///< in a multi only
    multi = 14,
    create2 = 15,          ///< 3.5.0
    reconfig = 16,         ///< 3.5.0; applied as set_data
    create_container = 19, ///< 3.5.1
    delete_container = 20, ///< 3.5.1; the server's own removal of empty containers and expired TTL nodes
    create_ttl = 21,       ///< 3.5.3
};
/// ZooKeeper's own word: "createSession", "setData". "type 99" for a number that is none.
KEEPERFS_EXPORT std::string name_of(TxnType type);

/// One change. Which fields mean something depends on the type; spans lie in the log reader's window.
struct Operation {
    TxnType type{};
    Bytes path;
    Bytes data;
    bool data_is_null = false;
    /// The encoded vector<ACL>, checked, count included; empty for a null vector (create: open). See
    /// decode_acl().
    Bytes acl;
    bool ephemeral = false; ///< create, create2
    std::int32_t parent_cversion =
        -1;                   ///< create and kin; -1: the parent's plus one (also what CreateTxnV0 means)
    std::int32_t version = 0; ///< set_data, reconfig: new version; set_acl: new aversion
    std::int64_t ttl_ms = 0;  ///< create_ttl
    std::int32_t error = 0;   ///< error
};

struct Transaction {
    std::uint64_t offset = 0; ///< of the record (its checksum) in the file
    std::int64_t session = 0; ///< 0 or a server's own id for internal requests
    std::int32_t cxid = 0;
    std::int64_t zxid = 0;
    std::int64_t time_ms = 0;
    TxnType type{};
    /// One entry, or a multi's list. Empty for sessions.
    std::vector<Operation> operations;
    std::int32_t timeout_ms = 0; ///< create_session
    std::vector<Bytes>
        closed_paths; ///< close_session: ephemerals that go (3.6 on); empty in the older two forms
    struct Digest {
        std::int32_t version = 0;
        std::uint64_t value = 0;
    };
    std::optional<Digest> digest;     ///< of the tree after this transaction; never with an error record
    std::uint64_t leftover_bytes = 0; ///< after the body and digest; reported, not an error

    /// A multi that failed keeps the bodies of the operations before the failing one and changes nothing at
    /// all.
    bool failed() const noexcept;
};

/// Decodes Operation::acl. An empty span is the open list.
KEEPERFS_EXPORT tree::AclList decode_acl(Bytes encoded);
/// The same encoding for a list, so that lists from snapshots and from logs can be compared as bytes.
KEEPERFS_EXPORT std::string encode_acl(const tree::AclList& list);

} // namespace keeperfs::zookeeper
