#pragma once
// ZooKeeper's tree while logs are replayed over it: links for every znode, records only for those that logs
// touch.
#include "zookeeper/acl_table.h"
#include "zookeeper/digest.h"
#include "zookeeper/quota.h"

#include "keeperfs/tree/chunked_vector.h"
#include "keeperfs/tree/path_table.h"
#include "keeperfs/tree/stat.h"
#include "keeperfs/zookeeper/txn.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace keeperfs::zookeeper {

using tree::no_node;
using tree::NodeId;

/// Where the bytes of a changed node lie. They are read again when the tree is written, and never held.
struct StoredBytes {
    enum class Place : std::uint8_t {
        snapshot, ///< in the node's own record
        log,      ///< `file` is the place of the log in the list of logs read
        memory,   ///< `file` is a place in TreeState::texts
    };
    Place place = Place::snapshot;
    bool is_null = false;
    std::uint32_t file = 0;
    std::uint32_t size = 0;
    std::uint64_t offset = 0;
};

/// The tree digest in the two charsets that a server's JVM may have used for paths.
struct TreeDigest {
    std::uint64_t utf8 = 0, ascii = 0;
    void add(TreeDigest other) noexcept {
        utf8 += other.utf8;
        ascii += other.ascii;
    }
    void subtract(TreeDigest other) noexcept {
        utf8 -= other.utf8;
        ascii -= other.ascii;
    }
};

/// CRC-32 over path and data, the part of a node's digest that its stat does not change.
struct ContentCrc {
    std::uint32_t utf8 = 0, ascii = 0;
};
ContentCrc content_crc(Bytes path, Bytes data);
inline TreeDigest digest_of(ContentCrc crc, const tree::Stat& stat) {
    const std::uint32_t utf8 = node_digest(crc.utf8, stat);
    return {utf8, crc.ascii == crc.utf8 ? utf8 : node_digest(crc.ascii, stat)};
}

/// A znode that a log touches, or may touch.
struct ChangedNode {
    tree::Stat stat; ///< as stored: cversion counts creations of children
    ContentCrc crc;
    AclTable::Index acl = AclTable::open;
    bool counts_in_digest = true;
    bool owner_is_session = false;
    StoredBytes path, data;
};

struct NodeLinks {
    static constexpr std::uint32_t unchanged = UINT32_MAX;
    static constexpr std::uint32_t removed = UINT32_MAX - 1;
    NodeId parent = no_node;
    std::uint32_t children = 0;
    std::uint32_t change = unchanged; ///< place in TreeState::changed, or one of the two above
};

/// A node that the snapshot shows as ephemeral. Its owner may still turn out to be no session.
struct SnapshotEphemeral {
    NodeId id = 0;
    std::int64_t owner = 0;
};

enum class Outcome : std::uint8_t { done, missing, exists };

/// The record that an operation comes from.
struct Origin {
    std::uint32_t log = 0;
    std::uint64_t path_offset = 0, data_offset = 0; ///< of the operation's path and data in that log
    std::int64_t zxid = 0, time_ms = 0, session = 0;
};

class TreeState {
public:
    tree::PathTable paths;
    tree::ChunkedVector<NodeLinks> links;
    tree::ChunkedVector<ChangedNode, 10> changed;
    std::deque<std::string> texts; ///< paths and data that lie in no file
    AclTable acls;
    std::map<std::int64_t, std::int64_t> sessions; ///< id -> timeout in ms
    std::int64_t greatest_session_id = INT64_MIN;  ///< also of sessions that are closed since
    TreeDigest digest;
    QuotaBook quota;
    std::vector<SnapshotEphemeral> snapshot_ephemerals;
    NodeId snapshot_nodes = 0; ///< nodes with a smaller id stand in the snapshot, in this order
    NodeId ordered_nodes = 0;  ///< and those below this one as a server writes them
    /// A subtree went whose nodes no log names: its part of the digest is not known any more.
    bool digest_lost = false;

    /// The built-in tree that servers start from when there is no file.
    void start_empty();
    void open_session(std::int64_t id, std::int64_t timeout_ms) {
        sessions[id] = timeout_ms;
        note_session(id);
    }
    void note_session(std::int64_t id) noexcept { greatest_session_id = std::max(greatest_session_id, id); }
    /// For the loader: makes the node a changed one.
    ChangedNode& record(NodeId id, const ChangedNode& node);
    /// For the loader: an ephemeral whose session some log closes.
    void will_close(std::int64_t session, std::string_view path) { closing_[session].emplace_back(path); }
    bool closes(std::int64_t session) const { return closing_.contains(session); }
    void expect_closing(std::int64_t session) { closing_.try_emplace(session); }

    Outcome create(const Operation& operation, const Origin& origin);
    Outcome remove(Bytes path, const Origin& origin);
    Outcome set_data(const Operation& operation, const Origin& origin);
    Outcome set_acl(const Operation& operation);
    void close_session(const std::vector<Bytes>& listed, const Origin& origin);

    /// Holds bytes that lie in no file, or change without one.
    StoredBytes keep(std::string text, bool is_null = false);
    /// Writes the statistics node of a quota, when there is one.
    void write_stats(std::string_view target, std::string text);

    /// no_node for a path that is not there (any more).
    NodeId find(Bytes path) const noexcept {
        const NodeId id = paths.find(tree::hash_path(path));
        return id == no_node || is_removed(id) ? no_node : id;
    }
    bool is_removed(NodeId id) const noexcept { return links[id].change == NodeLinks::removed; }
    const ChangedNode* change_of(NodeId id) const noexcept {
        const std::uint32_t change = links[id].change;
        return change < changed.size() ? &changed[change] : nullptr;
    }

private:
    /// Paths of ephemerals by the sessions that logs close.
    std::unordered_map<std::int64_t, std::vector<std::string>> closing_;
    /// Children by parent, made when a node with children has to go; empty before.
    std::vector<NodeId> first_child_, next_sibling_;

    ChangedNode& changed_node(NodeId id);
    TreeDigest contribution(const ChangedNode& node) const;
    template <class F> void change(NodeId id, F edit);
    void mend_parent(NodeId parent, std::int32_t parent_cversion, std::int64_t zxid);
    void add_node(std::string_view path, NodeId parent, ChangedNode node);
    void remove_subtree(NodeId top, std::string_view path);
    void link_children();
    void count_in_quota(std::string_view path, QuotaUsage change);
    void quota_node_created(std::string_view path);
    StoredBytes stored_data(const Operation& operation, Bytes path, const Origin& origin);
};

} // namespace keeperfs::zookeeper
