#include "keeperfs/inspect/snapshot_verify.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/keeper/snapshot_format.h"
#include "keeperfs/tree/chunked_vector.h"
#include "keeperfs/tree/path_table.h"

#include <map>
#include <set>
#include <unordered_map>

namespace keeperfs::inspect {

namespace {

using tree::no_node;
using tree::NodeId;

enum class Check : std::uint8_t {
    damaged,
    index_in_name,
    no_root,
    duplicate,
    orphan,
    child_count,
    ephemeral_with_children,
    ttl_with_children,
    unknown_acl,
    unknown_session,
    keeper_child,
    keeper_stat,
    zxid_beyond,
    ttl_range,
    container_version,
    session_counter,
    digest,
    digest_version,
    configuration,
    odd_name,
    unknown_bytes,
};

struct CheckText {
    Check check;
    Severity severity;
    const char* code;
    const char* message;
    const char* hint;
};

constexpr CheckText texts[] = {
    {Check::damaged, Severity::error, "snapshot.damaged", "", "No server loads it; take another snapshot."},
    {Check::index_in_name, Severity::warning, "snapshot.index-in-name",
     "the name of the file says another log index than the snapshot",
     "Servers sort snapshots by their names."},
    {Check::no_root, Severity::error, "snapshot.no-root", "there is no root node",
     "Newer releases refuse such a snapshot, older ones put an empty root in its place."},
    {Check::duplicate, Severity::error, "snapshot.duplicate-path", "a path is given to several nodes",
     "Servers keep the last of them."},
    {Check::orphan, Severity::error, "snapshot.orphan-node", "the parent of a node is missing",
     "Newer releases refuse such a snapshot unless remove_orphaned_nodes_on_startup is set."},
    {Check::child_count, Severity::warning, "snapshot.child-count",
     "numChildren is not the number of children in the snapshot",
     "Servers believe it: a node with a number above 0 cannot be removed."},
    {Check::ephemeral_with_children, Severity::error, "snapshot.ephemeral-with-children",
     "an ephemeral node has children", ""},
    {Check::ttl_with_children, Severity::error, "snapshot.ttl-with-children",
     "a node with a TTL has children", ""},
    {Check::unknown_acl, Severity::error, "snapshot.unknown-acl", "the ACL of a node is not in the ACL map",
     "Servers fail on the first use of such a node."},
    {Check::unknown_session, Severity::warning, "snapshot.unknown-session",
     "the session of an ephemeral node is not in the snapshot", "No server will remove such a node."},
    {Check::keeper_child, Severity::error, "snapshot.keeper-child", "a node lies below /keeper",
     "Servers refuse it: they make these nodes themselves."},
    {Check::keeper_stat, Severity::error, "snapshot.keeper-stat",
     "/keeper has data or a stat that is not all 0", "Servers refuse it."},
    {Check::zxid_beyond, Severity::warning, "snapshot.zxid-beyond",
     "a node's zxid is greater than the snapshot's", ""},
    {Check::ttl_range, Severity::warning, "snapshot.ttl-range", "a TTL is outside 1 to 2^56 - 1 ms", ""},
    {Check::container_version, Severity::warning, "snapshot.container-version",
     "a container stands in a snapshot before version 9", "It is an ephemeral node of no session there."},
    {Check::session_counter, Severity::warning, "snapshot.session-counter",
     "the next session would get an id that one has already", ""},
    {Check::digest, Severity::warning, "snapshot.digest", "the stored digest does not match the nodes",
     "Servers load it unchecked, and stop when they compare it with another server's."},
    {Check::digest_version, Severity::note, "snapshot.digest-version",
     "the version of the stored digest is not known, so it was not checked", ""},
    {Check::configuration, Severity::error, "snapshot.configuration",
     "the cluster configuration cannot be decoded", ""},
    {Check::odd_name, Severity::note, "snapshot.odd-name",
     "the name of a node is no UTF-8, or \".\" or \"..\", or contains a NUL",
     "Not every client can name it."},
    {Check::unknown_bytes, Severity::note, "snapshot.unknown-bytes",
     "bytes that nobody reads follow the last section", ""},
};

/// By what they are of, in order of the texts.
class Faults {
public:
    SnapshotFault& add(Check check) {
        const auto [found, is_new] = faults_.try_emplace(check);
        if (is_new) {
            const CheckText& text = *std::ranges::find(texts, check, &CheckText::check);
            found->second.finding = {text.severity, text.code, "", std::nullopt, text.message, text.hint};
        }
        ++found->second.count;
        return found->second;
    }
    void add(Check check, std::uint64_t node, Bytes path, std::string detail = "") {
        SnapshotFault& fault = add(check);
        if (fault.examples.size() < SnapshotFault::most_examples)
            fault.examples.push_back({node, std::string(as_text(path)), std::move(detail)});
    }
    /// One whose path is not known, since nobody keeps paths.
    void add(Check check, NodeId node, std::string detail = "") {
        add(check, node, Bytes(), std::move(detail));
    }
    std::vector<SnapshotFault> taken() {
        std::vector<SnapshotFault> list;
        for (auto& [check, fault] : faults_) {
            std::ranges::stable_sort(fault.examples, {}, &SnapshotFault::Example::node);
            list.push_back(std::move(fault));
        }
        return list;
    }

private:
    std::map<Check, SnapshotFault> faults_;
};

Bytes parent_of(Bytes path) {
    const std::size_t slash = as_text(path).rfind('/');
    return path.first(std::max<std::size_t>(slash, 1));
}

bool has_odd_name(std::string_view path) {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    return name == "." || name == ".." || name.find('\0') != std::string_view::npos || !is_utf8(name);
}

/// The tree's shape, without its names: who is whose child.
class Shape {
public:
    void add(const keeper::SnapshotNode& node) {
        table_.append(tree::hash_path(node.path));
        parents_.push_back(node.path.size() == 1 ? tree::PathHash{} : parent_hash(parent_of(node.path)));
        stated_.push_back(node.num_children);
        counted_.push_back(0);
        kinds_.push_back(node.is_ephemeral() ? Kind::ephemeral : node.ttl_ms ? Kind::ttl : Kind::ordinary);
        has_root_ = has_root_ || node.path.size() == 1;
    }
    void check(Faults& faults) {
        if (!has_root_)
            faults.add(Check::no_root);
        table_.build([&](NodeId replaced) {
            faults.add(Check::duplicate, replaced);
            kinds_[replaced] = Kind::replaced;
        });
        count_children(faults);
        for (NodeId node = 0; node < table_.size(); ++node)
            check_children(node, faults);
    }

private:
    enum class Kind : std::uint8_t { ordinary, ephemeral, ttl, replaced };
    tree::PathTable table_;
    tree::ChunkedVector<tree::PathHash> parents_; ///< all 0 for the root
    tree::ChunkedVector<std::int32_t> stated_;
    tree::ChunkedVector<std::uint32_t> counted_;
    tree::ChunkedVector<Kind> kinds_;
    bool has_root_ = false;
    std::string last_parent_; ///< neighbours in a file mostly have the same parent
    tree::PathHash last_parent_hash_;

    tree::PathHash parent_hash(Bytes parent) {
        if (as_text(parent) != last_parent_) {
            last_parent_ = as_text(parent);
            last_parent_hash_ = tree::hash_path(parent);
        }
        return last_parent_hash_;
    }
    void count_children(Faults& faults) {
        tree::PathHash last_hash;
        NodeId last = no_node;
        for (NodeId node = 0; node < table_.size(); ++node) {
            const tree::PathHash hash = parents_[node];
            if (hash == tree::PathHash{} || kinds_[node] == Kind::replaced)
                continue;
            if (hash != last_hash) {
                last_hash = hash;
                last = table_.find(hash);
            }
            if (last == no_node)
                faults.add(Check::orphan, node);
            else
                ++counted_[last];
        }
    }
    void check_children(NodeId node, Faults& faults) {
        if (kinds_[node] == Kind::replaced)
            return;
        if (std::int64_t{stated_[node]} != std::int64_t{counted_[node]})
            faults.add(Check::child_count, node,
                       fmt::format("says {}, has {}", stated_[node], counted_[node]));
        if (counted_[node] == 0)
            return;
        if (kinds_[node] == Kind::ephemeral)
            faults.add(Check::ephemeral_with_children, node);
        if (kinds_[node] == Kind::ttl)
            faults.add(Check::ttl_with_children, node);
    }
};

/// What can be seen at a node by itself, but for its session, which comes at the end of the file.
class NodeChecks {
public:
    NodeChecks(const keeper::SnapshotReader& reader, Faults& faults) : reader_(reader), faults_(faults) {}

    void check(std::uint64_t place, const keeper::SnapshotNode& node) {
        const auto wrong = [&](Check check, std::string detail = "") {
            faults_.add(check, place, node.path, std::move(detail));
        };
        check_acl(node.acl_id, wrong);
        check_keeper(node, wrong);
        const std::int64_t newest = std::max({node.stat.czxid, node.stat.mzxid, node.stat.pzxid});
        if (newest > reader_.header().zxid)
            wrong(Check::zxid_beyond, hex(newest));
        if (node.ttl_ms && (*node.ttl_ms <= 0 || *node.ttl_ms > keeper::max_ttl_ms))
            wrong(Check::ttl_range, fmt::format("{} ms", *node.ttl_ms));
        if (node.is_container() && reader_.header().version < keeper::snapshot_version::containers)
            wrong(Check::container_version);
        if (has_odd_name(as_text(node.path)))
            wrong(Check::odd_name);
        if (node.is_ephemeral())
            add_owner(place, node);
    }
    std::uint64_t nodes_of_empty_acls() const noexcept { return nodes_of_empty_acls_; }
    void check_owners() {
        std::set<std::int64_t> sessions;
        for (const tree::Session& session : reader_.sessions())
            sessions.insert(session.id);
        for (const auto& [session, owned] : owners_) {
            if (sessions.contains(session))
                continue;
            for (const SnapshotFault::Example& example : owned.first)
                faults_.add(Check::unknown_session, example.node, as_bytes(example.path), example.detail);
            for (std::uint64_t i = owned.first.size(); i < owned.count; ++i)
                faults_.add(Check::unknown_session);
        }
    }

private:
    struct Owned {
        std::uint64_t count = 0;
        std::vector<SnapshotFault::Example> first;
    };
    const keeper::SnapshotReader& reader_;
    Faults& faults_;
    std::unordered_map<std::uint64_t, bool> are_empty_; ///< the ACL map: by id, whether the list is
    std::size_t acls_known_ = 0;
    std::uint64_t last_acl_ = 0; ///< known to be there
    bool is_last_empty_ = false;
    std::uint64_t nodes_of_empty_acls_ = 0;
    std::map<std::int64_t, Owned> owners_;

    template <class F> void check_acl(std::uint64_t id, F& wrong) {
        if (id == 0)
            return;
        if (id != last_acl_ && !look_up(id)) {
            wrong(Check::unknown_acl, fmt::format("id {}", id));
            return;
        }
        nodes_of_empty_acls_ += is_last_empty_ ? 1 : 0;
    }
    /// The list of a version 0 snapshot grows from node to node.
    bool look_up(std::uint64_t id) {
        for (; acls_known_ < reader_.acls().size(); ++acls_known_) {
            const keeper::AclMapEntry& entry = reader_.acls()[acls_known_];
            are_empty_.emplace(entry.id, entry.list.empty());
        }
        const auto found = are_empty_.find(id);
        if (found == are_empty_.end())
            return false;
        last_acl_ = id;
        is_last_empty_ = found->second;
        return true;
    }
    template <class F> void check_keeper(const keeper::SnapshotNode& node, F& wrong) const {
        const std::string_view path = as_text(node.path);
        if (path.starts_with("/keeper/"))
            wrong(Check::keeper_child);
        else if (path == "/keeper" && !(node.data.empty() && node.stat == tree::Stat{}))
            wrong(Check::keeper_stat);
    }
    void add_owner(std::uint64_t place, const keeper::SnapshotNode& node) {
        Owned& owned = owners_[node.stat.ephemeral_owner];
        if (owned.count++ < SnapshotFault::most_examples)
            owned.first.push_back({place, std::string(as_text(node.path)), hex(node.stat.ephemeral_owner)});
    }
};

void check_digest(const DigestCheck& digest, Faults& faults) {
    if (digest.verdict() == DigestVerdict::unknown_version)
        faults.add(Check::digest_version);
    if (digest.verdict() == DigestVerdict::differs)
        faults.add(Check::digest).finding.message +=
            fmt::format(": {} is stored, the nodes give {}", hex(digest.stored()), hex(digest.computed()));
}

void check_sessions(const keeper::SnapshotReader& reader, Faults& faults) {
    const auto taken = [&](const tree::Session& session) {
        return session.id >= reader.header().session_id_counter;
    };
    if (std::ranges::any_of(reader.sessions(), taken))
        faults.add(Check::session_counter);
}

/// `place`: of its bytes, for the message; they are only looked at here.
void check_configuration(std::string_view encoded, const char* where, Faults& faults) {
    try {
        keeper::decode_cluster_config(as_bytes(encoded), 0);
    } catch (const Error& error) {
        faults.add(Check::configuration).finding.message += fmt::format(" {}: {}", where, error.finding());
    }
}

void check_end(const keeper::SnapshotReader& reader, const SnapshotSummary& summary, Faults& faults) {
    check_digest(summary.digest, faults);
    check_sessions(reader, faults);
    check_configuration(summary.header.metadata_configuration, "in the metadata", faults);
    if (summary.cluster_configuration)
        check_configuration(*summary.cluster_configuration, "at the end", faults);
    if (summary.unknown_bytes > 0)
        faults.add(Check::unknown_bytes).finding.message +=
            fmt::format(": {}", counted(summary.unknown_bytes, "byte", "bytes"));
}

void read_all(keeper::SnapshotReader& reader, SnapshotVerification& verification, Faults& faults) {
    SnapshotSummary summary(reader);
    Shape shape;
    NodeChecks checks(reader, faults);
    for (keeper::SnapshotNode node; reader.next(node);) {
        checks.check(summary.nodes, node);
        shape.add(node);
        summary.add(node);
    }
    summary.finish(reader);
    checks.check_owners();
    shape.check(faults);
    check_end(reader, summary, faults);
    verification.nodes_of_empty_acls = checks.nodes_of_empty_acls();
    verification.summary = std::move(summary);
}

} // namespace

bool SnapshotVerification::is_well() const noexcept {
    return std::ranges::all_of(
        faults, [](const SnapshotFault& fault) { return fault.finding.severity == Severity::note; });
}

bool SnapshotVerification::has_unnamed_examples() const noexcept {
    return std::ranges::any_of(faults, [](const SnapshotFault& fault) {
        return std::ranges::any_of(fault.examples, &std::string::empty, &SnapshotFault::Example::path);
    });
}

SnapshotVerification SnapshotVerifier::verify(io::Source& file, keeper::Decoding decoding) const {
    SnapshotVerification verification;
    Faults faults;
    try {
        keeper::SnapshotReader reader(file, decoding);
        if (index_in_name_ && *index_in_name_ != reader.header().last_log_index)
            faults.add(Check::index_in_name).finding.message +=
                fmt::format(": {} in the name, {} inside", *index_in_name_, reader.header().last_log_index);
        read_all(reader, verification, faults);
    } catch (const Error& error) {
        // A failing disk is no fault of the snapshot, and knows no place in the stream.
        if (error.kind() != ErrorKind::bad_input || error.file())
            throw;
        Finding& finding = faults.add(Check::damaged).finding;
        finding.message = error.finding();
        finding.offset = error.offset();
        if (error.advice())
            finding.hint = *error.advice();
    }
    verification.faults = faults.taken();
    return verification;
}

void name_examples(keeper::SnapshotReader& again, SnapshotVerification& verification) {
    std::multimap<std::uint64_t, std::string*> unnamed;
    for (SnapshotFault& fault : verification.faults)
        for (SnapshotFault::Example& example : fault.examples)
            if (example.path.empty())
                unnamed.emplace(example.node, &example.path);
    keeper::SnapshotNode node;
    for (std::uint64_t place = 0; !unnamed.empty() && again.next(node); ++place)
        for (; !unnamed.empty() && unnamed.begin()->first == place; unnamed.erase(unnamed.begin()))
            *unnamed.begin()->second = as_text(node.path);
}

} // namespace keeperfs::inspect
