#pragma once
// Sessions, who they have proven to be, and the ephemeral nodes that go with them.
#include "keeper/replay_acl.h"
#include "keeper/state_tree.h"

#include "keeperfs/base/bytes.h"
#include "keeperfs/tree/session.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace keeperfs::keeper {

class SessionBook {
public:
    std::int64_t next_id = 1;

    void load(const tree::Session& session);
    std::int64_t open(std::int64_t timeout_ms);
    void close(std::int64_t id);
    bool contains(std::int64_t id) const { return timeouts_.contains(id); }
    std::vector<tree::Session> all() const; ///< by id

    Authentications authentications(std::int64_t id) const;
    /// Servers keep it for a session that is not there too.
    void authenticate(std::int64_t id, tree::Session::Authentication authentication);

private:
    std::map<std::int64_t, std::int64_t> timeouts_;
    std::unordered_map<std::int64_t, std::vector<tree::Session::Authentication>> authentications_;
};

/// "user:password" -> ("digest", "user:<base64 of the SHA-1>"), or ("super", "") where that is the
/// superdigest. nullopt where the server answers AUTHFAILED.
std::optional<tree::Session::Authentication> proven_by(std::string_view scheme, Bytes credentials,
                                                       std::string_view superdigest);

/// The nodes of each session.
class EphemeralIndex {
public:
    void add(std::int64_t session, NodeId id) { nodes_[session].insert(id); }
    void remove(std::int64_t session, NodeId id);
    std::vector<NodeId> of(std::int64_t session) const; ///< in order of their numbers

private:
    std::unordered_map<std::int64_t, std::unordered_set<NodeId>> nodes_;
};

/// The session that a node goes with.
inline std::optional<std::int64_t> owning_session(const StateNode& node) {
    if (node.stat.ephemeral_owner == 0 || node.stat.ephemeral_owner == tree::container_owner ||
        node.ttl_ms != StateNode::no_ttl)
        return std::nullopt;
    return node.stat.ephemeral_owner;
}

} // namespace keeperfs::keeper
