#pragma once
// A ZooKeeper server's tree as simply as it can be written: a map of paths, and everything else found by
// looking through it. It executes requests as a live server does and gives the transactions that the server
// would log. It never replays anything, and shares no code with the library.
#include "keeperfs/tree/acl.h"
#include "keeperfs/tree/stat.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace keeperfs::property {

/// The numbers of the log's record types.
namespace type {
inline constexpr std::int32_t close_session = -11, create_session = -10, error = -1, create = 1, remove = 2,
                              set_data = 5, set_acl = 7, check = 13, multi = 14, create2 = 15, reconfig = 16,
                              create_container = 19, delete_container = 20, create_ttl = 21;
}

using Data = std::optional<std::string>;        ///< nullopt: null
using AclOrNull = std::optional<tree::AclList>; ///< nullopt: a null list, which is open
inline constexpr std::int32_t any_version = -1;
inline constexpr std::int32_t no_cversion = -1;

/// A request before it is executed, and what the log says of it afterwards.
struct Change {
    std::int32_t type = 0;
    std::string path;
    Data data;
    AclOrNull acl;
    bool ephemeral = false, sequential = false;
    std::int32_t parent_cversion = no_cversion; ///< result only
    bool old_form = false;                      ///< CreateTxnV0, which ends before parent_cversion
    std::int32_t version = any_version;         ///< expected by a request; the new one in a result
    std::int64_t ttl_ms = 0;
    std::int32_t error = 0; ///< result only
};

/// A record of the log.
struct Txn {
    std::int64_t zxid = 0, session = 0, time_ms = 0;
    std::int32_t type = 0;
    std::vector<Change> changes;
    std::int32_t timeout_ms = 0;
    std::optional<std::vector<std::string>> closed_paths; ///< nullopt: the form without a body
    std::optional<std::uint64_t> digest;
};

struct Node {
    Data data;
    std::int64_t acl = -1; ///< a number of Model::acl_table, or -1
    tree::Stat stat;       ///< as stored: cversion counts creations of children
    bool ephemeral = false;
};

/// Called between the single changes of a transaction: here a snapshot's writer may look at the tree.
using Pause = std::function<void()>;

class Model {
public:
    std::map<std::string, Node> nodes; ///< "" is the root
    std::map<std::int64_t, std::int32_t> sessions;
    std::map<std::int64_t, tree::AclList> acl_table;
    std::int64_t last_zxid = 0;
    bool ascii_paths = false; ///< digests as on a JVM whose charset is US-ASCII

    /// The built-in tree of 3.5 and later.
    Model();

    /// Executes a request and gives its record, without a digest. Without `multi` there is one request.
    Txn execute(std::int64_t zxid, std::int64_t session, std::int64_t time_ms, std::vector<Change> requests,
                bool multi, const Pause& pause);
    Txn open_session(std::int64_t zxid, std::int64_t session, std::int64_t time_ms, std::int32_t timeout_ms);
    Txn close_session(std::int64_t zxid, std::int64_t session, std::int64_t time_ms, bool with_paths,
                      const Pause& pause);

    std::vector<std::string> children_of(const std::string& path) const; ///< names
    const tree::AclList& acl_of(const Node& node) const;
    std::int64_t acl_number(const AclOrNull& list);
    std::uint64_t digest() const;

private:
    std::int64_t next_acl_number_ = 1;
    std::set<std::string> quotas_; ///< paths with a limit

    std::int32_t error_of(const Change& request) const;
    Change perform(Change request, std::int64_t zxid, std::int64_t session, std::int64_t time_ms);
    void create(Change& change, std::int64_t zxid, std::int64_t session, std::int64_t time_ms);
    void remove(const std::string& path, std::int64_t zxid);
    void forget_unused_acls();
    void count(const std::string& path, std::int64_t nodes, std::int64_t bytes);
    void recount(const std::string& target);
};

std::string parent_of(const std::string& path);
/// "/" in requests and records is "" in the tree.
std::string tree_path(const std::string& path);
bool is_below(const std::string& path, const std::string& top); ///< or the same

} // namespace keeperfs::property
