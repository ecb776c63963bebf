#include "support/keeper_snapshots.h"
#include "support/keeper_tree.h"
#include "support/test_dir.h"

#include "keeperfs/base/error.h"
#include "keeperfs/keeper/changelog_writer.h"
#include "keeperfs/keeper/data_files.h"
#include "keeperfs/keeper/replay_directory.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::keeper;
using namespace keeperfs::test;

namespace {

/// A folder of a real server: snapshots in it, the log below.
struct Folder {
    explicit Folder(const std::string& name)
        : path(golden("keeper/" + name).string()), snapshots(storage::local_disk(path)),
          logs(storage::local_disk(path + "/log")) {}
    std::string path;
    std::unique_ptr<storage::Disk> snapshots, logs;

    ReplayedDirectory replay(const ReplayPlan& plan) const {
        return replay_directory(*snapshots, *logs, plan);
    }
    std::vector<SnapshotFile> snapshot_files() const { return list_data_files(*snapshots).snapshots; }
};

ReplayPlan from_oldest() {
    ReplayPlan plan;
    plan.start = ReplayStart::oldest;
    return plan;
}

Replay loaded(storage::Disk& disk, const SnapshotFile& file) {
    const auto source = disk.open(file.entry.name);
    SnapshotReader reader(*source);
    Replay replay;
    replay.load(reader);
    return replay;
}

void check_equal(const TreeText& found, const TreeText& wanted) {
    CHECK(found.size() == wanted.size());
    for (const auto& node : wanted) {
        const auto at = found.find(node.first);
        REQUIRE_MESSAGE(at != found.end(), node.first);
        CHECK_MESSAGE(at->second == node.second, node.first);
    }
}

void check_equal(const Replay& found, const Replay& wanted) {
    CHECK(found.last_index() == wanted.last_index());
    CHECK(found.last_term() == wanted.last_term());
    CHECK(found.zxid() == wanted.zxid());
    CHECK(found.session_id_counter() == wanted.session_id_counter());
    CHECK(found.sessions() == wanted.sessions());
    CHECK(found.cluster_config() == wanted.cluster_config());
    CHECK(found.digest(1) == wanted.digest(1));
    check_equal(tree_text(found, Fields::all), tree_text(wanted, Fields::all));
}

struct Golden {
    const char* name;
    std::optional<std::uint64_t> start; ///< the oldest snapshot behind which the log goes on
    bool has_digests = true;
};
const Golden folders[] = {
    {"01-simple-plainlog", {}},
    {"02-rich-zstdlog-rotated", 70},
    {"04-live-ephemerals-sigkill", {}},
    {"05-zstdlog-sigkill", {}},
    {"06-digest-off-nosync-sigkill", 80, false},
    {"07-session-expiry-restart", 60},
    {"08-cluster3-sigterm/n1", 80},
    {"08-cluster3-sigterm/n2", 80},
    {"08-cluster3-sigterm/n3", 80},
    {"09-cluster-grown-3to4/n1", {}},
    {"09-cluster-grown-3to4/n2", {}},
    {"09-cluster-grown-3to4/n3", {}},
    {"09-cluster-grown-3to4/n4", {}},
    {"10-force-recovered-single", {}},
    {"11-auth-scheme-digest-abort", {}},
    {"12-survivor-of-three", {}},
    {"13-survivor-conf-appended", {}},
    {"d11-zstd-three-runs", {}},
};

bool begins_at_one(const Folder& folder) {
    const auto files = list_data_files(*folder.logs).changelogs;
    return !files.empty() && files.front().from == 1;
}

/// The records from an index on.
void copy_records(storage::Disk& from, const char* name, std::uint64_t first, storage::Disk& to,
                  const char* new_name) {
    const auto source = from.open(name);
    const auto sink = to.create(new_name, storage::Disk::Existing::keep);
    ChangelogReader reader(*source, ChangelogCodec::zstd);
    ChangelogWriter writer(*sink, ChangelogCodec::zstd);
    for (ChangelogRecord record; reader.next(record);)
        if (record.index >= first)
            writer.write(record);
    writer.finish();
}

} // namespace

TEST_CASE("the log of a real server gives the tree that its client saw, and every digest agrees") {
    for (const Golden& golden_folder : folders) {
        const std::string name = golden_folder.name;
        CAPTURE(name);
        const Folder folder(golden_folder.name);
        ReplayPlan plan = from_oldest();
        if (begins_at_one(folder))
            plan.start = ReplayStart::empty;
        const auto [replay, report] = folder.replay(plan);
        CHECK(report.stop == ReplayStop::end);
        CHECK(report.findings.empty());
        CHECK(!replay.first_disagreement());
        CHECK((replay.digests_compared() > 0) == golden_folder.has_digests);
        CHECK(report.start_index == golden_folder.start.value_or(0));
        CHECK(report.snapshot.has_value() == golden_folder.start.has_value());
        const std::string tree = folder.path + "/tree.jsonl";
        if (std::filesystem::exists(tree))
            check_equal(tree_text(replay, Fields::of_clients), client_tree(tree));
    }
}

TEST_CASE("the log of a real server gives each of its later snapshots in every field") {
    for (const Golden& golden_folder : folders) {
        const Folder folder(golden_folder.name);
        for (const SnapshotFile& file : folder.snapshot_files()) {
            const std::string name = golden_folder.name;
            CAPTURE(name);
            CAPTURE(file.index);
            ReplayPlan plan = from_oldest();
            if (begins_at_one(folder))
                plan.start = ReplayStart::empty;
            plan.at_index = file.index;
            const auto [replay, report] = folder.replay(plan);
            CHECK(report.start_index <= file.index);
            check_equal(replay, loaded(*folder.snapshots, file));
        }
    }
}

TEST_CASE("members of a cluster have the same tree at each index that they have in common") {
    for (const std::uint64_t index : {30U, 50U, 60U, 80U, 81U, 82U, 90U, 93U}) {
        ReplayPlan plan;
        plan.at_index = index;
        plan.start = ReplayStart::empty;
        const ReplayedDirectory first = Folder("09-cluster-grown-3to4/n1").replay(plan);
        for (const char* other : {"n2", "n3", "n4"})
            check_equal(Folder(std::string("09-cluster-grown-3to4/") + other).replay(plan).replay,
                        first.replay);
    }
}

TEST_CASE("a point in time is the tree behind the last record before it") {
    const Folder folder("05-zstdlog-sigkill");
    std::vector<std::pair<std::int64_t, std::int64_t>> seen; // zxid, time
    ReplayPlan all;
    all.observer = [&](const ReplayStep& step) {
        if (step.request != nullptr && step.request->operation.op != OpNum::session_id)
            seen.emplace_back(step.request->zxid, *step.request->time_ms);
        return true;
    };
    folder.replay(all);
    REQUIRE(seen.size() > 40);
    const auto [zxid, time] = seen[40];
    ReplayPlan by_zxid;
    by_zxid.at_zxid = zxid;
    const ReplayedDirectory at_zxid = folder.replay(by_zxid);
    CHECK(at_zxid.report.stop == ReplayStop::point);
    CHECK(at_zxid.replay.zxid() == zxid);
    ReplayPlan by_time;
    by_time.at_time_ms = time;
    const ReplayedDirectory at_time = folder.replay(by_time);
    CHECK(at_time.report.stop == ReplayStop::point);
    CHECK(at_time.report.last_time_ms <= time);
    CHECK(at_time.replay.zxid() >= zxid);
    ReplayPlan before_all;
    before_all.at_time_ms = seen[0].second - 1'000'000;
    CHECK(folder.replay(before_all).report.stop == ReplayStop::point);
}

TEST_CASE("an observer stops the replay behind the record that it wants, and sees the start first") {
    ReplayPlan plan;
    std::vector<std::uint64_t> indices;
    plan.observer = [&](const ReplayStep& step) {
        indices.push_back(step.record == nullptr ? 0 : step.record->index);
        return indices.size() < 4;
    };
    const ReplayedDirectory replayed = Folder("01-simple-plainlog").replay(plan);
    CHECK(indices == std::vector<std::uint64_t>{0, 1, 2, 3});
    CHECK(replayed.report.stop == ReplayStop::observer);
    CHECK(replayed.replay.last_index() == 3);
}

namespace {

/// What became of each record.
struct Steps {
    std::vector<std::string> all;

    ReplayObserver observer() {
        return [this](const ReplayStep& step) {
            if (step.outcome != nullptr)
                all.push_back(fmt::format("{} {} {} {}", step.record->index, name_of(step.outcome->code),
                                          step.outcome->digest_compared, step.outcome->digest_agrees));
            return true;
        };
    }
};

} // namespace

TEST_CASE(
    "a replay that holds only what the log touches comes to the same as one that holds the whole tree") {
    std::uint64_t passed_over = 0;
    for (const Golden& golden_folder : folders) {
        const Folder folder(golden_folder.name);
        for (const SnapshotFile& file : folder.snapshot_files()) {
            const std::string name = golden_folder.name;
            CAPTURE(name);
            CAPTURE(file.index);
            Steps of_whole, of_part;
            ReplayPlan plan;
            plan.start = ReplayStart::given;
            plan.snapshot_index = file.index;
            plan.observer = of_whole.observer();
            const ReplayedDirectory whole = folder.replay(plan);
            plan.memory = ReplayMemory::touched_nodes;
            plan.observer = of_part.observer();
            const ReplayedDirectory part = folder.replay(plan);
            CHECK(of_part.all == of_whole.all);
            CHECK(part.replay.node_count() == whole.replay.node_count());
            CHECK(part.replay.digests_compared() == whole.replay.digests_compared());
            CHECK(part.replay.digest(whole.replay.digest_version()) ==
                  whole.replay.digest(whole.replay.digest_version()));
            CHECK(part.replay.acls() == whole.replay.acls());
            CHECK(part.replay.sessions() == whole.replay.sessions());

            TreeText found = tree_text(part.replay, Fields::all);
            for (const auto& node : tree_text(loaded(*folder.snapshots, file), Fields::all))
                if (!part.report.holds(as_bytes(node.first))) {
                    CHECK(found.emplace(node).second);
                    ++passed_over;
                }
            check_equal(found, tree_text(whole.replay, Fields::all));
        }
    }
    CHECK(passed_over > 500);
}

TEST_CASE("nodes that nobody names are held when an observer watches them") {
    const Folder folder("09-cluster-grown-3to4/n1");
    ReplayPlan plan;
    plan.memory = ReplayMemory::touched_nodes;
    const ReplayedDirectory replayed = folder.replay(plan);
    std::string path;
    for (const auto& node : tree_text(loaded(*folder.snapshots, *replayed.report.snapshot), Fields::all))
        if (!replayed.report.holds(as_bytes(node.first)))
            path = node.first;
    REQUIRE(!path.empty());
    CHECK(!replayed.replay.contains(as_bytes(path)));
    plan.watched_paths = {path};
    CHECK(folder.replay(plan).replay.contains(as_bytes(path)));
}

TEST_CASE(
    "the earliest start is the empty tree where the log goes on from 1, but for a snapshot of index 0") {
    struct Row {
        const char* name;
        std::optional<std::uint64_t> start;
    };
    const Row rows[] = {
        {"04-live-ephemerals-sigkill", {}}, // 30 is there
        {"12-survivor-of-three", {}},
        {"02-rich-zstdlog-rotated", 70},
    };
    for (const Row& row : rows) {
        const std::string name = row.name;
        CAPTURE(name);
        const ReplayReport report = Folder(row.name).replay(from_oldest()).report;
        CHECK(report.stop == ReplayStop::end);
        CHECK(report.snapshot.has_value() == row.start.has_value());
        CHECK(report.start_index == row.start.value_or(0));
    }
    const Folder plain("01-simple-plainlog");
    const auto snapshots = storage::memory_disk();
    WholeSnapshot whole;
    whole.header.version = snapshot_version::zxid_and_digest;
    whole.header.metadata_configuration = empty_cluster_configuration();
    whole.header.session_id_counter = 1;
    whole.nodes = {{"/", "", {}}};
    {
        const auto file = snapshots->create("snapshot_0.bin", storage::Disk::Existing::keep);
        file->write(as_bytes(compress(encode(whole, 5), SnapshotCodec::lz4_blocks)));
        file->finish();
    }
    CHECK(replay_directory(*snapshots, *plain.logs, from_oldest()).report.snapshot.has_value());
}

TEST_CASE("a hole between old files does not keep the earliest start from what lies behind it") {
    const Folder folder("d5-missing-middle-log");
    const auto snapshots = storage::local_disk(folder.path + "/snapshots");
    CHECK(replay_directory(*snapshots, *folder.logs, from_oldest()).report.start_index == 50);
}

TEST_CASE("no tree is given out as that of a time before it") {
    const Folder folder("02-rich-zstdlog-rotated"); // snapshots 60, 70; log from 65
    std::vector<std::pair<std::uint64_t, std::int64_t>> seen;
    ReplayPlan all;
    all.observer = [&](const ReplayStep& step) {
        if (step.request != nullptr)
            seen.emplace_back(step.record->index, *step.request->time_ms);
        return true;
    };
    folder.replay(all);
    REQUIRE(seen.size() == 9);
    ReplayPlan plan;
    plan.at_time_ms = seen[5].second;
    const ReplayedDirectory replayed = folder.replay(plan);
    CHECK(replayed.report.start_index == 70);
    CHECK(replayed.replay.last_index() >= seen[5].first);
    CHECK(replayed.report.last_time_ms <= plan.at_time_ms);
    // The snapshot has record 70, and the log says when that was.
    plan.at_time_ms = seen[0].second - 1;
    CHECK(folder.replay(plan).replay.last_index() == 70);
    plan.at_time_ms = seen[0].second - 1'000'000;
    CHECK_THROWS_WITH_AS(folder.replay(plan), doctest::Contains("is not in the files"), Error);
    // Without that record nothing shows that the snapshot is not later.
    const auto logs = storage::memory_disk();
    copy_records(*folder.logs, "changelog_65_72.bin.zstd", 71, *logs, "changelog_71_72.bin.zstd");
    plan.at_time_ms = seen[0].second - 1;
    CHECK_THROWS_WITH_AS(replay_directory(*folder.snapshots, *logs, plan),
                         doctest::Contains("is not in the files"), Error);
    plan.at_time_ms = seen[0].second;
    CHECK(replay_directory(*folder.snapshots, *logs, plan).replay.last_index() >= 71);
}
