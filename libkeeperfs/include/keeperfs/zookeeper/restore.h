#pragma once
// The tree that a ZooKeeper server would have in memory after a start on these files.
#include "keeperfs/base/finding.h"
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/tree/acl.h"
#include "keeperfs/tree/path_table.h"
#include "keeperfs/tree/stat.h"
#include "keeperfs/zookeeper/data_dir.h"
#include "keeperfs/zookeeper/txnlog_reader.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace keeperfs::zookeeper {

/// The charset that a server's JVM used for paths in tree digests: UTF-8, or, before Java 18 with LANG=C,
/// US-ASCII.
enum class DigestCharsetChoice : std::uint8_t { automatic, utf8, ascii };

struct RestoreOptions {
    std::string snapshots_dir = {}, logs_dir = {};
    /// Transactions after this zxid, or after the first one later than this time, are left out.
    std::optional<std::int64_t> until_zxid = {}, until_time_ms = {};
    bool allow_fuzzy = false; ///< take a snapshot whose logs do not cover the time of its writing
    bool allow_gap = false;   ///< go on over missing transactions
    bool allow_digest_mismatch =
        false;                ///< go on where the tree differs from the digest that ZooKeeper recorded
    bool trust_empty = false; ///< no snapshot: replay the logs over the built-in tree
    DigestCharsetChoice digest_charset = DigestCharsetChoice::automatic;
    std::uint64_t memory_limit = 0;      ///< 0: none; a tree that will not fit is refused early
    std::uint64_t memory_elsewhere = 0;  ///< what the rest of the job needs, counted against the limit
    std::uint64_t expansion_limit = 200; ///< how many times its file's size a compressed snapshot may hold
};

struct UsedLog {
    DataFile file;
    std::uint64_t transactions = 0; ///< applied
    TxnLogEnd end = TxnLogEnd::clean;
    std::uint64_t end_offset = 0, torn_bytes = 0;
};
struct PassedOver {
    std::string file, reason;
};

struct RestoreReport {
    std::optional<DataFile> snapshot; ///< nullopt: the built-in tree
    std::vector<UsedLog> logs;
    std::vector<PassedOver> passed_over;
    std::int64_t snapshot_zxid = 0; ///< of the name: everything up to it is in the snapshot
    std::int64_t fuzzy_until = 0;   ///< up to here the snapshot may hold parts of later transactions
    std::int64_t last_zxid = 0;     ///< of the restored tree
    std::uint64_t transactions = 0;
    std::uint64_t missing_transactions = 0; ///< in gaps that were allowed
    std::uint64_t digests_compared = 0, digests_agreed = 0;
    bool digests_in_ascii = false; ///< the charset with which they agreed
    std::vector<Finding> findings;
    /// Nodes whose ACL is in no table and which no log mends.
    std::uint64_t nodes_without_acl = 0;
};

/// What tells a transaction from any other of the same zxid.
struct TransactionMark {
    std::int64_t zxid = 0, session = 0, time_ms = 0;
    std::int32_t cxid = 0, type = 0;
    bool operator==(const TransactionMark&) const = default;
};

/// Where a restoration ended: what another one needs to go on from there.
struct RestoredEnd {
    std::int64_t zxid = 0;
    std::int64_t fuzzy_until = 0;        ///< later than zxid: the tree holds parts of what is still to come
    std::optional<TransactionMark> last; ///< of the transaction with that zxid, where a log has it
    /// ZooKeeper's digest of this tree, for paths as UTF-8 and as ASCII; nullopt where it is not known.
    std::optional<std::pair<std::uint64_t, std::uint64_t>> digest;
    std::int64_t greatest_session_id = INT64_MIN;
};

/// Holds links for every znode and records of those that logs changed, about 35 bytes a znode; data stay in
/// the files.
class KEEPERFS_EXPORT RestoredTree {
public:
    RestoredTree(RestoredTree&&) noexcept;
    RestoredTree& operator=(RestoredTree&&) noexcept;
    ~RestoredTree();

    const RestoreReport& report() const noexcept;
    const std::map<std::int64_t, std::int64_t>& sessions() const noexcept; ///< id -> timeout in ms
    /// Of all that the files name: in the table, as owners of ephemerals, in the logs read. INT64_MIN: none.
    std::int64_t greatest_session_id() const noexcept;
    RestoredEnd end() const;
    /// Distinct ACL lists; nodes name them by their place here. Place 0 is the open list.
    const std::vector<tree::AclList>& acls() const noexcept;
    std::uint64_t acl_uses(std::uint32_t acl) const noexcept;

    struct State; ///< private
    explicit RestoredTree(std::unique_ptr<State> state);
    State& state() const noexcept { return *state_; }

private:
    std::unique_ptr<State> state_;
};

/// Chooses the files as a server does, reads them, and replays the logs. Throws Error: bad_input for damage,
/// refused for what an option would allow.
KEEPERFS_EXPORT RestoredTree restore(io::FileSystem& files, const RestoreOptions& options, io::Meter* meter);

inline constexpr std::uint32_t unknown_acl = UINT32_MAX;

/// A znode of the restored tree. Spans are valid until the next call of NodeStream::next().
struct RestoredNode {
    tree::NodeId id = 0;
    Bytes path; ///< "" for the root
    Bytes data;
    bool data_is_null = false;
    std::uint32_t acl = 0; ///< a place in RestoredTree::acls(), or unknown_acl
    tree::Stat stat;       ///< as stored: cversion counts creations of children
    std::uint32_t children = 0;
    bool owner_is_session = false; ///< the owner stands in the session table, or a create set it
};

/// Reads the restored tree from the files, a parent before its children.
class KEEPERFS_EXPORT NodeStream {
public:
    NodeStream(io::FileSystem& files, const RestoredTree& tree, io::Meter* meter);
    ~NodeStream();
    bool next(RestoredNode& node);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The znodes as links only, for what must be known before the stream is read.
class KEEPERFS_EXPORT TreeLinks {
public:
    explicit TreeLinks(const RestoredTree& tree) : tree_(tree) {}
    std::uint32_t ids() const noexcept; ///< ids run from 0 to this; some are removed
    /// Nodes with a smaller id come in the order of a snapshot, the others in the order of their creation.
    std::uint32_t ordered_ids() const noexcept;
    bool removed(tree::NodeId id) const noexcept;
    tree::NodeId parent(tree::NodeId id) const noexcept; ///< always smaller than id; no_node for the root
    tree::NodeId find(Bytes path) const noexcept;
    /// Ids of ephemeral znodes, ascending. `emulate_353`: see meaning_of_owner().
    std::vector<tree::NodeId> ephemerals(bool emulate_353) const;

private:
    const RestoredTree& tree_;
};

} // namespace keeperfs::zookeeper
