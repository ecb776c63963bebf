#pragma once
// The request inside an application record (keeper-files 5.3, 5.4). Session id, time, zxid and digest are
// little-endian; the part that the client sent, and the high half of a 64-bit xid, are ZooKeeper's
// big-endian encoding.
#include "keeperfs/base/bytes.h"
#include "keeperfs/export.h"
#include "keeperfs/tree/acl.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keeperfs::keeper {

/// The numbers in the logs. All others are errors.
enum class OpNum : std::int32_t {
    close = -11,
    create = 1,
    remove = 2,
    exists = 3,
    get = 4,
    set = 5,
    get_acl = 6,
    set_acl = 7,
    simple_list = 8,
    sync = 9,
    heartbeat = 11,
    list = 12,
    check = 13,
    multi = 14,
    create2 = 15,
    reconfig = 16,
    check_watch = 17,
    remove_watch = 18,
    create_container = 19,
    create_ttl = 21,
    multi_read = 22,
    auth = 100,
    set_watch = 101,
    set_watch2 = 105,
    add_watch = 106,
    filtered_list = 500,
    check_not_exists = 501,
    create_if_not_exists = 502,
    remove_recursive = 503,
    check_stat = 504,
    try_remove = 505,
    filtered_list_with_stats_and_data = 506,
    list_recursive = 507,
    session_id = 997,
};
/// ClickHouse's own word: "Create", "CheckNotExists". "op 99" for a number that is none.
KEEPERFS_EXPORT std::string name_of(OpNum op);
/// By that word, without regard to case, or by the number.
KEEPERFS_EXPORT std::optional<OpNum> parse_op(std::string_view text);
/// Reads, heartbeats, syncs, watches: they change nothing.
KEEPERFS_EXPORT bool can_change_the_tree(OpNum op) noexcept;

/// What CheckStat compares; -1: not compared.
struct ExpectedStat {
    std::int64_t czxid = -1, mzxid = -1, ctime = -1, mtime = -1;
    std::int32_t version = -1, cversion = -1, aversion = -1;
    std::int64_t ephemeral_owner = -1;
    std::int32_t data_length = -1, num_children = -1;
    std::int64_t pzxid = -1;
};

/// One operation; which fields mean something depends on `op`. Spans lie in the record.
struct RequestOperation {
    OpNum op{};
    Bytes path;
    Bytes data;                   ///< create and kin, set; auth: the credentials, which are secret
    std::string acl_scheme;       ///< auth: the scheme
    tree::AclList acl;            ///< create and kin, set_acl; as the client sent it
    std::int32_t flags = 0;       ///< create and kin, as sent
    bool ephemeral = false;       ///< create and kin
    bool sequential = false;      ///< create and kin
    std::int32_t version = -1;    ///< remove, set, set_acl, check, ...
    std::int64_t ttl_ms = 0;      ///< create_ttl
    std::uint32_t limit = 0;      ///< remove_recursive, list_recursive
    ExpectedStat expected;        ///< check_stat
    std::int64_t timeout_ms = 0;  ///< session_id
    std::int64_t internal_id = 0; ///< session_id
    std::int32_t server_id = 0;   ///< session_id
    std::string joining, leaving, new_members; ///< reconfig
};

struct Request {
    std::int64_t session_id = 0; ///< -1 for session_id; -2, -3: the server's own removals
    std::int64_t xid = 0;        ///< 64 bits where the record has them, else sign-extended
    bool has_64bit_xid = false;
    /// The operation; for multi, `parts` holds its operations.
    RequestOperation operation;
    std::vector<RequestOperation> parts;
    std::optional<std::int64_t> time_ms; ///< nullopt: the first form, of 2021
    std::int64_t zxid = 0;               ///< the record's index where none is stored
    bool has_zxid = false;
    std::uint8_t digest_version = 0; ///< 0: none
    std::uint64_t digest = 0;        ///< of the tree after this request
    Bytes tracing_context;           ///< opaque
};

/// Decodes the blob of an application record. `index`: of the record; `offset`: of the blob in the decoded
/// stream, for errors. Damage, an unknown operation, a nested multi and bytes left over inside the client's
/// part throw Error(bad_input).
KEEPERFS_EXPORT void decode_request(Bytes blob, std::uint64_t index, std::uint64_t offset, Request& request);

} // namespace keeperfs::keeper
