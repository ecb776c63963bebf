#include "keeperfs/zookeeper/restore.h"

#include "zookeeper/replay.h"
#include "zookeeper/restorer.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

namespace keeperfs::zookeeper {

namespace {

/// As many whole-looking snapshots does a server try.
constexpr std::size_t most_snapshots_tried = 100;

/// Transactions count from 0 upwards, and one more can always follow.
constexpr bool can_be_a_zxid(std::int64_t zxid) { return zxid >= 0 && zxid < INT64_MAX; }

} // namespace

Restorer::Restorer(io::FileSystem& files, const RestoreOptions& options, io::Meter* meter)
    : files_(files), options_(options), meter_(meter),
      snapshots_(list_snapshots(files, options.snapshots_dir)),
      all_logs_(list_logs(files, options.logs_dir)) {
    // note_unusable_names() reports what goes.
    for (std::vector<DataFile>* const found : {&snapshots_, &all_logs_})
        std::erase_if(*found, [](const DataFile& file) { return !can_be_a_zxid(file.zxid); });
}

std::unique_ptr<RestoredTree::State> Restorer::run() {
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

void Restorer::pass_over(const std::string& file, std::string reason) {
    passed_over_.push_back({file, std::move(reason)});
}

/// Names that begin like ours and are none: worth a line, since someone may have expected them to be
/// read.
void Restorer::note_unusable_names() {
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

std::unique_ptr<RestoredTree::State> Restorer::from_a_snapshot() {
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

std::unique_ptr<RestoredTree::State> Restorer::try_snapshot(const DataFile& snapshot) {
    const std::vector<DataFile> logs = logs_to_read(all_logs_, snapshot.zxid + 1);
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
        pass_over(
            snapshot.path,
            fmt::format("holds parts of transactions up to {}, beyond the one to stop at", hex(fuzzy_until)));
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

std::unique_ptr<RestoredTree::State> Restorer::from_nothing() {
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

void Restorer::nothing_to_start_from() const {
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

bool Restorer::holds_keeper_files() const {
    return std::ranges::any_of(files_.list(options_.snapshots_dir), [](const io::DirectoryEntry& entry) {
        return entry.name.starts_with("snapshot_") || entry.name.starts_with("changelog_");
    });
}

/// What was passed over, for a message; the first few say enough.
std::string Restorer::reasons() const {
    std::string out;
    constexpr std::size_t most = 5;
    for (std::size_t i = 0; i < std::min(most, passed_over_.size()); ++i)
        out += fmt::format("\n  {}: {}", escaped(io::name_of(passed_over_[i].file)), passed_over_[i].reason);
    if (passed_over_.size() > most)
        out += fmt::format("\n  and {} more", passed_over_.size() - most);
    return out;
}

/// `foreseen`: the last transaction of the look ahead. What a server adds later may touch nodes that were
/// not kept.
void Restorer::replay(RestoredTree::State& state, const std::vector<DataFile>& logs,
                      const SnapshotTrailer& trailer, std::int64_t foreseen) {
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

void Restorer::report_missing_acls(RestoredTree::State& state, const std::vector<UnresolvedAcl>& unresolved) {
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

RestoredTree restore(io::FileSystem& files, const RestoreOptions& options, io::Meter* meter) {
    return RestoredTree(Restorer(files, options, meter).run());
}

} // namespace keeperfs::zookeeper
