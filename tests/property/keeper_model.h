#pragma once
// What a Keeper's storage is and does, as simply as it can be written down (keeper-files 3, 4 and 6,
// keeper-behaviour 9): maps, whole copies to undo, everything counted anew. None of the library's replay is
// in it.
#include "support/keeper_requests.h"

#include "keeperfs/keeper/replay_rules.h"
#include "keeperfs/tree/acl.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace keeperfs::property {

struct KeeperNode {
    std::string data;
    tree::AclList acl; ///< as stored; empty: open to all
    std::int64_t czxid = 0, mzxid = 0, pzxid = 0, ctime = 0, mtime = 0;
    std::int32_t version = 0, cversion = 0, aversion = 0;
    std::int64_t session = 0; ///< whose ephemeral node it is
    std::optional<std::int64_t> ttl_ms;
    bool is_container = false, is_sequential = false;
    std::int64_t next_number = 0; ///< of a sequential child
};

/// A request as a record has it.
struct SentRequest {
    std::int64_t session = 0, zxid = 0, time_ms = 0;
    test::OwnedOperation operation;
    std::vector<test::OwnedOperation> parts; ///< of a multi
};

class KeeperModel {
public:
    using Authentication = std::pair<std::string, std::string>; ///< scheme, id

    /// `superuser`: as in a server's settings; empty: there is none.
    explicit KeeperModel(keeper::RuleFamily family, std::string superuser = "");

    std::map<std::string, KeeperNode> nodes;
    std::map<std::int64_t, std::int64_t> sessions; ///< id -> time-out
    std::map<std::int64_t, std::vector<Authentication>> authentications;
    std::int64_t next_session = 1, zxid = 0;

    /// False: refused; then nothing but the zxid has changed.
    bool apply(const SentRequest& request);

    std::int32_t children_of(const std::string& path) const;
    std::uint64_t digest(int version) const;
    bool is_new() const { return family_ != keeper::RuleFamily::year22; }

private:
    keeper::RuleFamily family_;
    std::string superuser_;
    const SentRequest* request_ = nullptr; ///< the one that is applied

    bool execute(const SentRequest& request);
    bool run_multi(const SentRequest& request);
    bool run(const test::OwnedOperation& operation);
    bool is_permitted(const test::OwnedOperation& operation) const;
    bool has_permission(const std::string& path, std::int32_t bit) const;
    bool authenticate(const test::OwnedOperation& operation);
    void close_session();

    bool create(const test::OwnedOperation& operation);
    bool remove(const test::OwnedOperation& operation);
    bool try_remove(const test::OwnedOperation& operation);
    bool remove_recursive(const test::OwnedOperation& operation);
    bool set(const test::OwnedOperation& operation);
    bool set_acl(const test::OwnedOperation& operation);
    bool check(const test::OwnedOperation& operation) const;
    void take_out(const std::string& path);

    bool is_systems(const std::string& path) const;
    bool stores_anyone(const tree::Acl& acl) const;
    std::optional<tree::AclList> stored(const tree::AclList& sent) const;
    std::vector<std::string> subtree(const std::string& top) const;
};

/// By these a server itself removes nodes whose time is over, and empty containers.
inline constexpr std::int64_t session_of_ttl = -2, session_of_containers = -3;

inline bool is_anyone(const tree::Acl& acl) { return acl.scheme == "world" && acl.id == "anyone"; }
inline bool has_one_colon(const std::string& text) { return std::ranges::count(text, ':') == 1; }

/// "/a/b" -> "/a", "/a" -> "/", "/" -> "/"
std::string keeper_parent(const std::string& path);

/// What a client has proven with "user:password".
std::string keeper_digest_id(const std::string& credentials);

} // namespace keeperfs::property
