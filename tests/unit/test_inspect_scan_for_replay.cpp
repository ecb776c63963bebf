#include "inspect/scan_for_replay.h"
#include "support/faulty_disk.h"
#include "support/keeper_tree.h"
#include "support/test_dir.h"

#include "keeperfs/keeper/replay_directory.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::test;

namespace {

const char* const folders[] = {
    "01-simple-plainlog",        "02-rich-zstdlog-rotated",   "04-live-ephemerals-sigkill",
    "05-zstdlog-sigkill",        "08-cluster3-sigterm/n2",    "09-cluster-grown-3to4/n4",
    "12-survivor-of-three",      "13-survivor-conf-appended", "d11-zstd-three-runs",
    "07-session-expiry-restart",
};

/// A real server's, scanned.
struct ScannedFolder {
    explicit ScannedFolder(const std::string& name) {
        const std::string path = golden("keeper/" + name).string();
        places.log_dir = path + "/log";
        places.snapshot_dir = path;
        scan = inspect::scan_for_replay(
            io::FileSystem::system(), places,
            [&](std::shared_ptr<keeper::LookAhead> found) {
                CHECK(!ahead); // once only
                ahead = std::move(found);
            },
            nullptr);
    }
    inspect::DataPlaces places;
    inspect::DirectoryScan scan;
    std::shared_ptr<keeper::LookAhead> ahead;

    struct Replayed {
        keeper::ReplayedDirectory directory;
        std::size_t logs_opened = 0;
    };
    Replayed replay(std::shared_ptr<keeper::LookAhead> looked_ahead) const {
        std::size_t opened = 0;
        const auto snapshots = storage::local_disk(places.snapshot_dir);
        FaultyDisk logs(storage::local_disk(places.log_dir),
                        [&](DiskCall call, const std::string&) { opened += call == DiskCall::open ? 1 : 0; });
        keeper::ReplayPlan plan;
        plan.memory = keeper::ReplayMemory::touched_nodes;
        plan.looked_ahead = std::move(looked_ahead);
        keeper::ReplayedDirectory directory = keeper::replay_directory(*snapshots, logs, plan);
        return {std::move(directory), opened};
    }
};

/// Nodes that a replay holds may be more after a look ahead from further back; what they are is the same.
void check_equal(const ScannedFolder::Replayed& found, const ScannedFolder::Replayed& wanted) {
    const auto& [replay, report] = found.directory;
    const auto& [wanted_replay, wanted_report] = wanted.directory;
    CHECK(report.start_index == wanted_report.start_index);
    CHECK(report.applied == wanted_report.applied);
    CHECK(report.superseded == wanted_report.superseded);
    CHECK(report.stop == wanted_report.stop);
    CHECK(report.findings.size() == wanted_report.findings.size());
    REQUIRE(report.logs.size() == wanted_report.logs.size());
    for (std::size_t i = 0; i < report.logs.size(); ++i) {
        CHECK(report.logs[i].records == wanted_report.logs[i].records);
        CHECK(report.logs[i].first_index == wanted_report.logs[i].first_index);
        CHECK(report.logs[i].last_index == wanted_report.logs[i].last_index);
        CHECK(report.logs[i].end == wanted_report.logs[i].end);
    }
    CHECK(replay.digests_compared() == wanted_replay.digests_compared());
    CHECK(replay.digest(1) == wanted_replay.digest(1));
    CHECK(replay.node_count() == wanted_replay.node_count());
    CHECK(replay.sessions() == wanted_replay.sessions());
    CHECK(tree_text(replay, Fields::all) == tree_text(wanted_replay, Fields::all));
}

} // namespace

TEST_CASE("a replay reads the log once when a scan has looked ahead, and finds what it finds alone") {
    std::uint64_t applied = 0;
    for (const char* folder : folders) {
        const std::string name = folder;
        CAPTURE(name);
        const ScannedFolder scanned(folder);
        REQUIRE(scanned.ahead);
        const auto alone = scanned.replay(nullptr), helped = scanned.replay(scanned.ahead);
        check_equal(helped, alone);
        CHECK(helped.logs_opened == helped.directory.report.logs.size());
        CHECK(alone.logs_opened == 2 * alone.directory.report.logs.size());
        applied += helped.directory.report.applied;
    }
    CHECK(applied > 200);
}

TEST_CASE("a replay looks ahead by itself when a log has come since, or it has to start further back") {
    for (const char* folder : folders) {
        const std::string name = folder;
        CAPTURE(name);
        const ScannedFolder scanned(folder);
        const auto alone = scanned.replay(nullptr);
        const auto without_last = std::make_shared<keeper::LookAhead>(*scanned.ahead);
        without_last->logs.erase(alone.directory.report.logs.back().file.entry.name);
        const auto from_further_on = std::make_shared<keeper::LookAhead>(*scanned.ahead);
        from_further_on->from_index = alone.directory.report.start_index + 1;
        from_further_on->touched = std::make_shared<keeper::TouchedNodes>();
        for (const auto& unfit : {without_last, from_further_on}) {
            const auto replayed = scanned.replay(unfit);
            check_equal(replayed, alone);
            CHECK(replayed.logs_opened == alone.logs_opened);
        }
    }
}

TEST_CASE("a scan that a replay goes on with finds what one without finds") {
    for (const char* folder : folders) {
        const std::string name = folder;
        CAPTURE(name);
        const ScannedFolder scanned(folder);
        const inspect::DirectoryScan plain =
            inspect::scan_directory(io::FileSystem::system(), scanned.places);
        REQUIRE(scanned.scan.logs.size() == plain.logs.size());
        REQUIRE(scanned.scan.snapshots.size() == plain.snapshots.size());
        for (std::size_t i = 0; i < plain.logs.size(); ++i) {
            CHECK(scanned.scan.logs[i].path == plain.logs[i].path);
            CHECK(scanned.scan.logs[i].records == plain.logs[i].records);
            CHECK(scanned.scan.logs[i].marks.size() == plain.logs[i].marks.size());
            CHECK(scanned.ahead->logs.at(plain.logs[i].file.entry.name).records == plain.logs[i].records);
        }
        for (std::size_t i = 0; i < plain.snapshots.size(); ++i) {
            CHECK(scanned.scan.snapshots[i].path == plain.snapshots[i].path);
            CHECK(scanned.scan.snapshots[i].is_sound() == plain.snapshots[i].is_sound());
        }
    }
}
