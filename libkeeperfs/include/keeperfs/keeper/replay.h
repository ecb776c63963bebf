#pragma once
// What a server's storage makes of a snapshot and the records behind it.
#include "keeperfs/export.h"
#include "keeperfs/keeper/changelog.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/keeper/replay_rules.h"
#include "keeperfs/keeper/request.h"
#include "keeperfs/keeper/snapshot.h"
#include "keeperfs/keeper/snapshot_reader.h"
#include "keeperfs/tree/session.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace keeperfs::keeper {

/// What a client is told, with ZooKeeper's numbers.
enum class ReplyCode : std::int32_t {
    ok = 0,
    bad_arguments = -8,
    no_such_node = -101,
    no_auth = -102,
    bad_version = -103,
    no_children_for_ephemerals = -108,
    node_exists = -110,
    not_empty = -111,
    invalid_acl = -114,
    auth_failed = -115,
};
/// "ZNONODE"
KEEPERFS_EXPORT std::string_view name_of(ReplyCode code);

/// A node that a request created, removed or gave another value. Counters of parents are not listed.
struct Change {
    enum class Kind : std::uint8_t { created, removed, data_set, acl_set };
    Kind kind{};
    std::string path;
    bool operator==(const Change&) const = default;
};

/// What became of one record.
struct Outcome {
    ReplyCode code = ReplyCode::ok;
    std::optional<std::size_t> failed_part; ///< of a multi that failed
    std::optional<std::int64_t> new_session;
    std::vector<Change> changes; ///< when ReplayOptions::list_changes asks for them
    bool digest_compared = false;
    bool digest_agrees = true;
};

/// The first record whose digest is not that of the tree after it.
struct DigestDisagreement {
    std::uint64_t index = 0;
    std::int64_t zxid = 0, session_id = 0;
    OpNum op{};
    std::string path; ///< of the request, or of a multi's first part
    int digest_version = 0;
    std::uint64_t expected = 0, found = 0; ///< what the record says; what the tree has
};

struct ReplayOptions {
    /// nullopt: by what snapshot and records show, see replay_rules.h; until they show anything the family of
    /// 2022.
    std::optional<RuleFamily> rules;
    /// "user:base64(sha1(user:password))", as in the server's configuration; empty: there is none.
    std::string superdigest;
    bool list_changes = false;
    bool check_digests = true;
};

/// Which nodes of a snapshot are held, when not all.
struct PartOfTree {
    /// Must be true for every node that a record will name, remove or be the parent of.
    std::function<bool(Bytes path)> holds;
    std::set<int> digest_versions; ///< that records will have
};

/// What is known of the nodes that are not held; nothing changes them.
struct NodesNotHeld {
    std::uint64_t count = 0;
    std::int64_t least_seq_num = 0, greatest_seq_num = 0;
    bool have_ttl = false, have_containers = false;
};

/// Applies records to a tree. It starts as an empty server does, with "/" and "/keeper". The children of
/// "/keeper" that servers show to clients are in no file and not here either.
///
/// The tree is in memory: about 190 bytes a node, and its data; or that part of it which the records touch.
class KEEPERFS_EXPORT Replay {
public:
    explicit Replay(ReplayOptions options = {});
    ~Replay();
    Replay(Replay&&) noexcept;
    Replay& operator=(Replay&&) noexcept;

    /// Takes a whole snapshot, before the first record. "/" and "/keeper" are added when they are missing, as
    /// servers do. A path given twice, a node without a parent and a child of "/keeper" throw
    /// Error(bad_input). The stored digest is kept for records that continue it, even when it is wrong.
    void load(SnapshotReader& snapshot);
    /// Holds a part of its nodes. Of the others only what they add to the digests is kept, so a path given
    /// twice among them, or one without a parent, is not found.
    void load(SnapshotReader& snapshot, const PartOfTree& part);
    const NodesNotHeld& not_held() const noexcept;

    /// An application record, with its decoded request. A request that fails changes nothing but the zxid.
    const Outcome& apply(const ChangelogRecord& record, const Request& request);
    /// A configuration record.
    void apply(const ChangelogRecord& record, const ClusterConfig& config);

    std::uint64_t last_index() const noexcept;
    std::uint64_t last_term() const noexcept;
    std::int64_t zxid() const noexcept;
    std::int64_t session_id_counter() const noexcept; ///< the next id to hand out
    std::vector<tree::Session> sessions() const;      ///< by id
    bool has_session(std::int64_t id) const;
    /// Of the newest configuration record, else the snapshot's section; nullopt when neither was there.
    const std::optional<ClusterConfig>& cluster_config() const noexcept;
    RuleFamily rules() const noexcept;

    /// The lists that nodes have, also those not held, by id.
    std::vector<AclMapEntry> acls() const;
    /// What a node that is not held has in place of the id in its snapshot.
    std::uint64_t acl_id_of_other(std::uint64_t in_snapshot) const;
    std::uint64_t node_count() const noexcept; ///< also those that are not held
    // Of the nodes that are held:
    bool contains(Bytes path) const noexcept;
    bool find(Bytes path, SnapshotNode& node) const; ///< spans: as next()'s
    /// Every node once, in an order that does not change while nothing is applied; parents may come behind
    /// their children. `cursor`: 0 at first. Spans live until the next call of find(), next() or apply().
    bool next(std::uint64_t& cursor, SnapshotNode& node) const;
    /// Of the tree as it is; 0 for version 0. Error(usage) for a version that nodes not held were not asked
    /// for.
    std::uint64_t digest(int version) const;
    /// The version that the newest record with a digest has, else the snapshot's; 0 when there was none.
    int digest_version() const noexcept;

    std::uint64_t digests_compared() const noexcept;
    const std::optional<DigestDisagreement>& first_disagreement() const noexcept;
    /// The snapshot's digest is not that of its nodes. Records may continue either; both are accepted.
    bool loaded_wrong_digest() const noexcept;
    /// Records of the oldest form have no time; the nodes that they made have 0.
    std::uint64_t records_without_time() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;

    void load(SnapshotReader& snapshot, const PartOfTree* part);
};

} // namespace keeperfs::keeper
