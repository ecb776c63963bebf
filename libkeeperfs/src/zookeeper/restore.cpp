#include "keeperfs/zookeeper/restore.h"

#include "zookeeper/replay.h"
#include "zookeeper/restored_state.h"
#include "zookeeper/snapshot_loader.h"
#include "zookeeper/touched.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/zookeeper/znode_kind.h"

#include <fmt/format.h>

namespace keeperfs::zookeeper {

namespace {

/// As many whole-looking snapshots does a server try.
constexpr std::size_t most_snapshots_tried = 100;

/// Transactions count from 0 upwards, and one more can always follow.
constexpr bool can_be_a_zxid(std::int64_t zxid) { return zxid >= 0 && zxid < INT64_MAX; }

class Restorer {
public:
    Restorer(io::FileSystem& files, const RestoreOptions& options, io::Meter* meter)
        : files_(files), options_(options), meter_(meter),
          snapshots_(list_snapshots(files, options.snapshots_dir)),
          all_logs_(list_logs(files, options.logs_dir)) {
        // note_unusable_names() reports what goes.
        for (std::vector<DataFile>* const found : {&snapshots_, &all_logs_})
            std::erase_if(*found, [](const DataFile& file) { return !can_be_a_zxid(file.zxid); });
    }

    std::unique_ptr<RestoredTree::State> run_onto(BaseTree base) {
        note_unusable_names();
        const std::int64_t first = base.end.zxid + 1;
        const std::vector<DataFile> logs = logs_to_read(all_logs_, first);
        TouchedNodes touched = find_touched(files_, logs, first, until_);
        check_that_logs_go_on(base.end, touched);
        for (const std::string& path : base.late_parents)
            touched.add_with_parent(as_bytes(path));
        if (meter_ != nullptr)
            meter_->start("reading the bulk result", base.file.size);
        const auto loaded =
            load_base(base, touched, MemoryBudget(options_.memory_limit, options_.memory_elsewhere), meter_);
        auto state = std::make_unique<RestoredTree::State>();
        state->report.snapshot = base.file;
        state->report.snapshot_zxid = base.end.zxid;
        state->report.fuzzy_until = std::max(base.end.zxid, base.end.fuzzy_until);
        state->tree = std::move(loaded->tree);
        state->acl_numbers = std::move(loaded->acl_numbers);
        state->last = base.end.last;
        state->report.passed_over = std::move(passed_over_);
        state->base = std::move(base);
        try {
            replay(*state, logs, {}, touched.greatest_zxid);
        } catch (const Error& error) {
            throw with_the_only_advice(error);
        }
        check_that_logs_tell_all(state->report);
        return state;
    }

    std::unique_ptr<RestoredTree::State> run() {
        note_unusable_names();
        until_ = options_.until_zxid.value_or(INT64_MAX);
        if (options_.until_time_ms)
            until_ = std::min(until_, zxid_before(files_, all_logs_, *options_.until_time_ms));
        auto state = from_a_snapshot();
        if (!state)
            state = from_nothing();
        state->expansion_limit = options_.expansion_limit;
        return state;
    }

private:
    io::FileSystem& files_;
    const RestoreOptions& options_;
    io::Meter* meter_;
    std::vector<DataFile> snapshots_, all_logs_;
    std::vector<PassedOver> passed_over_;
    std::int64_t until_ = INT64_MAX;
    bool any_looked_whole_ = false;

    void pass_over(const std::string& file, std::string reason) {
        passed_over_.push_back({file, std::move(reason)});
    }

    /// What options allow elsewhere, no option allows here.
    static Error with_the_only_advice(const Error& error) {
        if (error.kind() != ErrorKind::refused)
            return error;
        Error told(error.kind(), error.message());
        if (error.file())
            told.file(*error.file());
        if (error.offset())
            told.at(*error.offset());
        return told;
    }

    /// Transactions of one epoch follow one another, so the one that the tree ends with, or the next, shows
    /// that both come from the same history. Else a part of that tree may have been taken back, or never
    /// happened here.
    void check_that_logs_go_on(const RestoredEnd& end, const TouchedNodes& touched) const {
        bool shown =
            touched.before ? !end.last || *touched.before == *end.last : touched.first == end.zxid + 1;
        if (!touched.before && !touched.first)
            shown = std::ranges::any_of(snapshots_,
                                        [&](const DataFile& snapshot) { return snapshot.zxid == end.zxid; });
        if (shown)
            return;
        throw Error(ErrorKind::refused,
                    touched.before ? fmt::format("transaction {} is another one here than in the files that "
                                                 "were converted",
                                                 hex(end.zxid))
                                   : fmt::format("the logs do not have transaction {}, with which the tree "
                                                 "ends, nor the next one",
                                                 hex(end.zxid)))
            .file(options_.logs_dir);
    }

    /// A server that was sent a snapshot has no log of what led to it.
    void check_that_logs_tell_all(const RestoreReport& report) const {
        const auto beyond = std::ranges::find_if(snapshots_, [&](const DataFile& snapshot) {
            return snapshot.zxid > report.last_zxid && !reason_not_a_snapshot(files_, snapshot);
        });
        if (beyond != snapshots_.end())
            throw Error(ErrorKind::refused,
                        fmt::format("this snapshot is newer than the last transaction in the logs, {}",
                                    hex(report.last_zxid)))
                .file(beyond->path);
        for (const Finding& finding : report.findings)
            if (finding.code.starts_with("replay."))
                throw Error(ErrorKind::refused, finding.message).file(finding.file);
    }

    /// Names that begin like ours and are none: worth a line, since someone may have expected them to be
    /// read.
    void note_unusable_names() {
        const auto look = [&](const std::string& directory, std::string_view prefix) {
            for (const io::DirectoryEntry& entry : files_.list(directory))
                if (entry.name.starts_with(prefix) &&
                    (entry.kind != io::FileKind::regular ||
                     !can_be_a_zxid(zxid_of_name(entry.name, prefix).value_or(-1))))
                    pass_over(io::join(directory, entry.name), entry.kind == io::FileKind::regular
                                                                   ? "the name holds no zxid"
                                                                   : "not a regular file");
        };
        look(options_.snapshots_dir, "snapshot");
        look(options_.logs_dir, "log");
    }

    std::unique_ptr<RestoredTree::State> from_a_snapshot() {
        std::size_t tried = 0;
        for (std::size_t i = 0; i < snapshots_.size(); ++i) {
            const DataFile& snapshot = snapshots_[i];
            if (snapshot.zxid > until_) {
                pass_over(snapshot.path, "newer than the transaction to stop at");
                continue;
            }
            if (const auto reason = reason_not_a_snapshot(files_, snapshot)) {
                pass_over(snapshot.path, *reason);
                continue;
            }
            if (tried++ == most_snapshots_tried)
                break;
            any_looked_whole_ = true;
            if (auto state = try_snapshot(snapshot)) {
                for (std::size_t older = i + 1; older < snapshots_.size(); ++older)
                    pass_over(snapshots_[older].path, "not needed: an older snapshot");
                state->report.passed_over = std::move(passed_over_);
                return state;
            }
        }
        return nullptr;
    }

    std::unique_ptr<RestoredTree::State> try_snapshot(const DataFile& snapshot) {
        const std::vector<DataFile> logs = choose_logs(snapshot.zxid);
        const TouchedNodes touched = find_touched(files_, logs, snapshot.zxid + 1, until_);
        std::unique_ptr<LoadedSnapshot> loaded;
        try {
            if (meter_ != nullptr)
                meter_->start("reading the snapshot",
                              snapshot.compression == Compression::none ? snapshot.size : 0);
            loaded = load_snapshot(files_, snapshot, touched, options_.expansion_limit,
                                   MemoryBudget(options_.memory_limit, options_.memory_elsewhere), meter_);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::bad_input)
                throw;
            pass_over(snapshot.path, error.finding());
            return nullptr;
        }
        const std::int64_t digest_zxid = loaded->trailer.digest ? loaded->trailer.digest->zxid : 0;
        const std::int64_t fuzzy_until = std::max({snapshot.zxid, loaded->newest_zxid, digest_zxid});
        if (fuzzy_until > until_) {
            pass_over(snapshot.path,
                      fmt::format("holds parts of transactions up to {}, beyond the one to stop at",
                                  hex(fuzzy_until)));
            return nullptr;
        }
        auto state = std::make_unique<RestoredTree::State>();
        state->report.snapshot = snapshot;
        state->report.snapshot_zxid = snapshot.zxid;
        state->report.fuzzy_until = fuzzy_until;
        state->report.findings = std::move(loaded->findings);
        for (Finding& finding : state->report.findings)
            finding.file = snapshot.path;
        state->tree = std::move(loaded->tree);
        state->acl_numbers = std::move(loaded->acl_numbers);
        state->last = touched.before;
        replay(*state, logs, loaded->trailer, touched.greatest_zxid);
        report_missing_acls(*state, loaded->unresolved_acls);
        return state;
    }

    std::unique_ptr<RestoredTree::State> from_nothing() {
        if (any_looked_whole_)
            throw Error(ErrorKind::bad_input, "no snapshot in the directory can be used" + reasons())
                .file(options_.snapshots_dir)
                .hint("A ZooKeeper server would refuse to start on it. Use the directory of another server "
                      "of the ensemble.");
        if (all_logs_.empty() || !options_.trust_empty)
            nothing_to_start_from();
        auto state = std::make_unique<RestoredTree::State>();
        const TouchedNodes touched = find_touched(files_, all_logs_, 1, until_);
        touched.announce_to(state->tree);
        state->tree.start_empty();
        state->report.passed_over = std::move(passed_over_);
        replay(*state, all_logs_, SnapshotTrailer{}, touched.greatest_zxid);
        return state;
    }

    [[noreturn]] void nothing_to_start_from() const {
        if (!all_logs_.empty())
            throw Error(ErrorKind::refused, "there are logs but no snapshot" + reasons())
                .file(options_.snapshots_dir)
                .hint("Give the directory with the snapshots as --zookeeper-snapshots-dir. If this server "
                      "never wrote one "
                      "(3.4 before its first snapCount transactions), --trust-empty replays the logs over an "
                      "empty tree.");
        Error error(ErrorKind::bad_input, "no ZooKeeper snapshot or log in the directory" + reasons());
        error.file(options_.snapshots_dir);
        if (files_.is_directory(io::join(options_.snapshots_dir, "version-2")))
            error.hint("ZooKeeper's files lie one level deeper: give " +
                       io::join(options_.snapshots_dir, "version-2") + ".");
        else if (holds_keeper_files())
            error.hint("These are files of ClickHouse Keeper, which needs no conversion.");
        else
            error.hint("Give the directory named version-2 below the server's dataDir; it holds files named "
                       "snapshot.<zxid>.");
        throw error;
    }

    bool holds_keeper_files() const {
        return std::ranges::any_of(files_.list(options_.snapshots_dir), [](const io::DirectoryEntry& entry) {
            return entry.name.starts_with("snapshot_") || entry.name.starts_with("changelog_");
        });
    }

    /// What was passed over, for a message; the first few say enough.
    std::string reasons() const {
        std::string out;
        constexpr std::size_t most = 5;
        for (std::size_t i = 0; i < std::min(most, passed_over_.size()); ++i)
            out +=
                fmt::format("\n  {}: {}", escaped(io::name_of(passed_over_[i].file)), passed_over_[i].reason);
        if (passed_over_.size() > most)
            out += fmt::format("\n  and {} more", passed_over_.size() - most);
        return out;
    }

    std::vector<DataFile> choose_logs(std::int64_t snapshot_zxid) {
        return logs_to_read(all_logs_, snapshot_zxid + 1);
    }

    /// `foreseen`: the last transaction of the look ahead. What a server adds later may touch nodes that were
    /// not kept.
    void replay(RestoredTree::State& state, const std::vector<DataFile>& logs, const SnapshotTrailer& trailer,
                std::int64_t foreseen) {
        Replay replay(state.tree, options_, state.report.snapshot_zxid, state.report.fuzzy_until, trailer,
                      state.report);
        if (meter_ != nullptr) {
            std::uint64_t bytes = 0;
            for (const DataFile& log : logs)
                bytes += log.size;
            meter_->start("replaying the logs", bytes);
        }
        for (const DataFile& log : logs) {
            if (replay.apply(files_, log, std::min(until_, foreseen), meter_))
                continue;
            if (foreseen < until_)
                throw Error(ErrorKind::bad_input, "transactions were added to the log while it was read")
                    .file(log.path)
                    .hint("Stop the ZooKeeper server, or convert a copy of its directory.");
            break;
        }
        replay.finish();
        if (replay.last())
            state.last = replay.last();
    }

    void report_missing_acls(RestoredTree::State& state, const std::vector<UnresolvedAcl>& unresolved) {
        for (const UnresolvedAcl& node : unresolved) {
            const ChangedNode* change = state.tree.change_of(node.node);
            if (change == nullptr || change->acl != AclTable::unknown)
                continue;
            if (state.report.nodes_without_acl++ < 10)
                state.report.findings.push_back(
                    {Severity::error,
                     "snapshot.unknown-acl",
                     state.report.snapshot->path,
                     {},
                     fmt::format("{} has ACL number {}, which is in no table",
                                 escaped(node.path.empty() ? "/" : node.path), node.number),
                     {}});
        }
    }
};

} // namespace

RestoredTree::RestoredTree(std::unique_ptr<State> state) : state_(std::move(state)) {}
RestoredTree::RestoredTree(RestoredTree&&) noexcept = default;
RestoredTree& RestoredTree::operator=(RestoredTree&&) noexcept = default;
RestoredTree::~RestoredTree() = default;

const RestoreReport& RestoredTree::report() const noexcept { return state_->report; }
const std::map<std::int64_t, std::int64_t>& RestoredTree::sessions() const noexcept {
    return state_->tree.sessions;
}
std::int64_t RestoredTree::greatest_session_id() const noexcept { return state_->tree.greatest_session_id; }
const std::vector<tree::AclList>& RestoredTree::acls() const noexcept { return state_->tree.acls.lists(); }
std::uint64_t RestoredTree::acl_uses(std::uint32_t acl) const noexcept { return state_->tree.acls.uses(acl); }

RestoredEnd RestoredTree::end() const {
    const TreeState& tree = state_->tree;
    RestoredEnd end{.zxid = state_->report.last_zxid,
                    .fuzzy_until = state_->report.fuzzy_until,
                    .last = state_->last,
                    .digest = {},
                    .greatest_session_id = tree.greatest_session_id};
    if (!tree.digest_lost)
        end.digest = {tree.digest.utf8, tree.digest.ascii};
    return end;
}

RestoredTree restore(io::FileSystem& files, const RestoreOptions& options, io::Meter* meter) {
    return RestoredTree(Restorer(files, options, meter).run());
}

RestoredTree restore_onto(io::FileSystem& files, BaseTree base, const RestoreOptions& options,
                          io::Meter* meter) {
    try {
        return RestoredTree(Restorer(files, options, meter).run_onto(std::move(base)));
    } catch (Error& error) {
        if (error.kind() == ErrorKind::refused)
            error.hint(
                "It cannot be shown that going on from the bulk result gives what ZooKeeper has. Make a "
                "full conversion.");
        throw;
    }
}

std::uint32_t TreeLinks::ids() const noexcept {
    return static_cast<std::uint32_t>(tree_.state().tree.links.size());
}
std::uint32_t TreeLinks::ordered_ids() const noexcept { return tree_.state().tree.ordered_nodes; }
bool TreeLinks::removed(NodeId id) const noexcept { return tree_.state().tree.is_removed(id); }
NodeId TreeLinks::parent(NodeId id) const noexcept { return tree_.state().tree.links[id].parent; }
NodeId TreeLinks::find(Bytes path) const noexcept { return tree_.state().tree.find(path); }

std::vector<NodeId> TreeLinks::ephemerals(bool emulate_353) const {
    const TreeState& tree = tree_.state().tree;
    std::vector<NodeId> ids;
    const auto add = [&](NodeId id, std::int64_t owner, bool owner_is_session) {
        if (meaning_of_owner(owner, owner_is_session, emulate_353).kind == ZnodeKind::ephemeral)
            ids.push_back(id);
    };
    for (const auto& [id, owner] : tree.snapshot_ephemerals) {
        if (tree.is_removed(id))
            continue;
        const ChangedNode* changed = tree.change_of(id);
        add(id, owner, changed != nullptr ? changed->owner_is_session : tree.sessions.contains(owner));
    }
    for (NodeId id = tree.snapshot_nodes; id < tree.links.size(); ++id)
        if (const ChangedNode* created = tree.change_of(id))
            add(id, created->stat.ephemeral_owner, created->owner_is_session);
    return ids;
}

} // namespace keeperfs::zookeeper
