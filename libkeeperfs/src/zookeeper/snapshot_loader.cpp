#include "zookeeper/snapshot_loader.h"

#include "io/ahead.h"
#include "zookeeper/paths.h"
#include "zookeeper/quota.h"
#include "zookeeper/snapshot_scan.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/zookeeper/snapshot_format.h"
#include "keeperfs/zookeeper/znode_kind.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>

namespace keeperfs::zookeeper {

AclNumbers::AclNumbers(const std::vector<NumberedAcl>& acls, AclTable& table) {
    for (const NumberedAcl& entry : acls)
        by_number_[entry.number] = table.intern(encode_acl(entry.list));
}

AclTable::Index AclNumbers::find(std::int64_t number) const noexcept {
    const auto found = by_number_.find(number);
    return found == by_number_.end() ? AclTable::unknown : found->second;
}

namespace {

/// How often the meter moves and the memory is looked at.
constexpr std::uint64_t step_bytes = 1 << 20;
/// From what size of a file on a second thread pays, and how many batches it is ahead.
constexpr std::uint64_t worth_a_thread = 1 << 20;
constexpr std::size_t batches_ahead = 4;

void index_paths(TreeState& tree) {
    if (const auto duplicate = tree.paths.build())
        throw Error(ErrorKind::bad_input, fmt::format("node number {} stands twice", *duplicate));
}

/// Its paths are not indexed yet then.
bool is_ordered(const TreeState& tree) { return tree.ordered_nodes == tree.snapshot_nodes; }

class Loader {
public:
    Loader(NodeSource& nodes, const std::vector<NumberedAcl>& acls,
           const std::vector<tree::Session>& sessions, const TouchedNodes& touched)
        : nodes_(nodes), touched_(touched), loaded_(std::make_unique<LoadedSnapshot>()),
          tree_(loaded_->tree) {
        loaded_->acl_numbers = AclNumbers(acls, tree_.acls);
        for (const tree::Session& session : sessions)
            tree_.open_session(session.id, session.timeout_ms);
        touched.announce_to(tree_);
    }

    /// `total_bytes`: of what is decoded, 0 where that is not known.
    std::unique_ptr<LoadedSnapshot> run(const MemoryBudget& budget, std::uint64_t file_bytes,
                                        std::uint64_t total_bytes, io::Meter* meter) {
        std::uint64_t stepped = 0;
        const auto take = [&](const NodeBatch& batch) {
            for (const ScannedNode& node : batch.nodes)
                touched_.prefetch(node.hash);
            for (const ScannedNode& node : batch.nodes)
                add(node, batch);
            tree_.digest.add(batch.digest);
            loaded_->newest_zxid = std::max(loaded_->newest_zxid, batch.newest_zxid);
            const std::uint64_t offset = batch.nodes.empty() ? stepped : batch.nodes.back().offset;
            if (offset - stepped < step_bytes)
                return;
            budget.check(tree_.links.size(), tree_.changed.size(), offset, total_bytes);
            if (meter != nullptr)
                meter->add(offset - stepped);
            stepped = offset;
        };
        for_each_batch(file_bytes, take);
        budget.check(tree_.links.size(), tree_.changed.size(), 0, 0);
        tree_.snapshot_nodes = static_cast<NodeId>(tree_.links.size());
        tree_.ordered_nodes = ordered_.value_or(tree_.snapshot_nodes);
        return std::move(loaded_);
    }

private:
    /// A node on the way from the root to the node read last. What it needs to become a changed node is kept
    /// here, since only a child can tell that it has to.
    struct Ancestor {
        NodeId id = 0;
        std::size_t path_size = 0;
        ChangedNode node;
        std::int64_t acl_number = 0;
    };

    NodeSource& nodes_;
    const TouchedNodes& touched_;
    std::unique_ptr<LoadedSnapshot> loaded_;
    TreeState& tree_;
    std::vector<Ancestor> ancestors_;
    std::string path_;              ///< of the node read last; ancestors' paths are its prefixes
    std::optional<NodeId> ordered_; ///< so many stood as servers write them; the paths are indexed since

    /// Reading, hashes and checksums cost as much as the tree: both at once.
    template <class Take> void for_each_batch(std::uint64_t file_bytes, Take take) {
        if (file_bytes >= worth_a_thread) {
            io::Ahead<NodeBatch> ahead(batches_ahead,
                                       [this](NodeBatch& batch) { return scan_nodes(nodes_, batch); });
            while (const NodeBatch* batch = ahead.next())
                take(*batch);
            return;
        }
        NodeBatch batch;
        for (bool more = true; more; take(batch))
            more = scan_nodes(nodes_, batch);
    }

    [[noreturn]] static void misplaced(std::string_view path, std::uint64_t offset, std::string_view why) {
        throw Error(ErrorKind::bad_input, fmt::format("the node {} {}", escaped(path), why)).at(offset);
    }

    /// Servers write a node, then all below it: then the parent is one of the ancestors of the node before.
    NodeId find_parent(std::string_view path, std::uint64_t offset) {
        if (path.empty()) {
            if (!tree_.links.empty())
                misplaced(path, offset, "(the root) stands twice");
            return no_node;
        }
        const std::size_t slash = path.rfind('/');
        while (!ancestors_.empty() && ancestors_.back().path_size > slash)
            ancestors_.pop_back();
        if (!ancestors_.empty() && ancestors_.back().path_size == slash &&
            path.starts_with(path_.substr(0, slash)))
            return ancestors_.back().id;
        return look_up(path.substr(0, slash), path, offset);
    }

    /// They load any order in which parents come first, as `keeperctl to-zookeeper` writes them, and as the
    /// nodes come that a bulk conversion wrote.
    NodeId look_up(std::string_view parent, std::string_view path, std::uint64_t offset) {
        if (!ordered_) {
            ordered_ = static_cast<NodeId>(tree_.links.size());
            index_paths(tree_);
        }
        ancestors_.clear();
        const NodeId id = tree_.paths.find(tree::hash_path(as_bytes(parent)));
        if (id == no_node)
            misplaced(path, offset, "does not follow its parent; no ZooKeeper server writes or loads it so");
        return id;
    }

    NodeId append(const ScannedNode& node, std::string_view path) {
        if (!ordered_)
            return tree_.paths.append(node.hash);
        if (tree_.paths.contains(node.hash))
            misplaced(path, node.offset, "stands twice");
        return tree_.paths.insert(node.hash);
    }

    void add(const ScannedNode& node, const NodeBatch& batch) {
        const std::string_view path = as_text(batch.path_of(node));
        const NodeId parent = find_parent(path, node.offset);
        const NodeId id = append(node, path);
        tree_.links.push_back({.parent = parent});
        if (parent != no_node)
            ++tree_.links[parent].children;

        path_ = path;
        Ancestor& self = ancestors_.emplace_back();
        self.id = id;
        self.path_size = path.size();
        self.acl_number = node.acl_number;
        ChangedNode& whole = self.node;
        whole.stat = node.stat;
        whole.acl = loaded_->acl_numbers[node.acl_number];
        whole.counts_in_digest = node.counts_in_digest;
        whole.crc = node.crc;
        whole.owner_is_session = is_session(node.stat.ephemeral_owner);
        whole.data.is_null = node.data_is_null;
        whole.data.size = node.data_size;
        tree_.acls.add_use(whole.acl);

        const bool closes = note_ephemeral(node.stat.ephemeral_owner, path, id);
        if (closes && ancestors_.size() > 1)
            keep(ancestors_[ancestors_.size() - 2]);
        else if (closes && parent != no_node && tree_.links[parent].change == NodeLinks::unchanged)
            misplaced(path, node.offset,
                      "does not follow its parent at once, and logs close its session; a server that wrote "
                      "these logs wrote a snapshot in another order when it started: use that one");
        if (node.in_quota && path.ends_with(quota_stats_name))
            whole.data = tree_.keep(std::string(as_text(batch.quota_data_of(node))), node.data_is_null);
        if (const auto target = node.in_quota ? quota_target(path, quota_limits_name) : std::nullopt)
            tree_.quota.watch(*target);
        if (closes || node.in_quota || whole.acl == AclTable::unknown || touched_.contains(node.hash))
            keep(self);
    }

    bool is_session(std::int64_t owner) const {
        return owner != 0 && (tree_.sessions.contains(owner) || touched_.created_sessions.contains(owner));
    }

    /// True when some log closes the node's session.
    bool note_ephemeral(std::int64_t owner, std::string_view path, NodeId id) {
        if (owner == 0 || meaning_of_owner(owner, is_session(owner), false).kind != ZnodeKind::ephemeral)
            return false;
        tree_.snapshot_ephemerals.push_back({id, owner});
        tree_.note_session(owner);
        if (!tree_.closes(owner))
            return false;
        ancestors_.back().node.owner_is_session = true;
        tree_.will_close(owner, path);
        return true;
    }

    void keep(Ancestor& ancestor) {
        if (tree_.links[ancestor.id].change != NodeLinks::unchanged)
            return;
        if (ancestor.node.acl == AclTable::unknown)
            loaded_->unresolved_acls.push_back(
                {ancestor.id, path_.substr(0, ancestor.path_size), ancestor.acl_number});
        tree_.record(ancestor.id, ancestor.node);
    }
};

/// A second reading, only where quotas exist: how many nodes and bytes each watched subtree has.
std::vector<std::string> count_quotas(NodeSource& nodes, TreeState& tree) {
    SnapshotNode node;
    std::vector<std::string> limited;
    for (NodeId id = 0; nodes.next(node); ++id) {
        const std::string_view path = as_text(node.path);
        tree.quota.change(path, {1, static_cast<std::int64_t>(node.data.size())});
        if (const auto target = quota_target(path, quota_limits_name); target && tree.links[id].children == 0)
            limited.emplace_back(*target);
    }
    for (const std::string& target : limited)
        tree.quota.set_limit(target);
    return limited;
}

/// What a server does at its start.
void renew_quotas(io::FileSystem& files, const DataFile& file, std::uint64_t expansion_limit,
                  TreeState& tree) {
    const auto source = open_snapshot(files, file, expansion_limit);
    SnapshotReader reader(*source);
    for (const std::string& target : count_quotas(reader, tree))
        tree.write_stats(target, stats_text(tree.quota.usage(target)));
}

void refuse_duplicate(io::FileSystem& files, const DataFile& file, std::uint64_t expansion_limit,
                      NodeId duplicate) {
    const auto source = open_snapshot(files, file, expansion_limit);
    SnapshotReader reader(*source);
    SnapshotNode node;
    for (NodeId id = 0; reader.next(node); ++id)
        if (id == duplicate)
            throw Error(ErrorKind::bad_input,
                        fmt::format("the node {} stands twice", escaped(as_text(node.path))))
                .at(node.offset);
}

/// The tree that is there must be the one that was.
void check_base(const BaseTree& base, LoadedSnapshot& loaded) {
    TreeState& tree = loaded.tree;
    const auto differs = [](const std::string& what, const std::string& found, const std::string& wanted) {
        throw Error(ErrorKind::bad_input, "this does not give ZooKeeper's tree back: " + what + " differs")
            .found(found, wanted)
            .hint("Make a full conversion.");
    };
    if (tree.links.size() != base.nodes)
        differs("the number of nodes", std::to_string(tree.links.size()), std::to_string(base.nodes));
    if (base.end.digest && *base.end.digest != std::pair(tree.digest.utf8, tree.digest.ascii))
        differs("the digest", hex(tree.digest.utf8), hex(base.end.digest->first));
    if (!loaded.unresolved_acls.empty())
        differs("the ACL of " + escaped(loaded.unresolved_acls.front().path), "an id of no list", "a list");
    tree.note_session(base.end.greatest_session_id);
}

} // namespace

std::unique_ptr<LoadedSnapshot> load_snapshot(io::FileSystem& files, const DataFile& file,
                                              const TouchedNodes& touched, std::uint64_t expansion_limit,
                                              const MemoryBudget& budget, io::Meter* meter) {
    try {
        const auto source = open_snapshot(files, file, expansion_limit);
        SnapshotReader reader(*source);
        auto loaded =
            Loader(reader, reader.acls(), reader.sessions(), touched)
                .run(budget, file.size, file.compression == Compression::none ? file.size : 0, meter);
        loaded->trailer = reader.trailer();
        loaded->findings = reader.findings();
        if (is_ordered(loaded->tree))
            if (const auto duplicate = loaded->tree.paths.build())
                refuse_duplicate(files, file, expansion_limit, *duplicate);
        if (!loaded->tree.quota.empty())
            renew_quotas(files, file, expansion_limit, loaded->tree);
        return loaded;
    } catch (Error& error) {
        error.file(file.path);
        throw;
    }
}

std::unique_ptr<LoadedSnapshot> load_base(const BaseTree& base, const TouchedNodes& touched,
                                          const MemoryBudget& budget, io::Meter* meter) {
    try {
        const auto nodes = base.open(meter);
        auto loaded =
            Loader(*nodes, base.acls, base.sessions, touched).run(budget, base.file.size, 0, nullptr);
        if (is_ordered(loaded->tree))
            index_paths(loaded->tree);
        check_base(base, *loaded);
        // The statistics are those of the running server already.
        if (!loaded->tree.quota.empty())
            count_quotas(*base.open(nullptr), loaded->tree);
        return loaded;
    } catch (Error& error) {
        error.file(base.file.path);
        throw;
    }
}

} // namespace keeperfs::zookeeper
