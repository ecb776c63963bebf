#include "support/test_dir.h"

#include "keeperfs/base/error.h"
#include "keeperfs/inspect/fsck.h"
#include "keeperfs/inspect/lost_changes.h"
#include "keeperfs/inspect/repair.h"
#include "keeperfs/keeper/changelog_writer.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace keeperfs;
using inspect::Fate;
using inspect::FsckReport;
using inspect::IndexRange;
using inspect::StartOutcome;
using inspect::StartVerdict;

namespace {

constexpr keeper::Release observed{22, 10}, aborting{25, 12}, refusing{26, 9};

inspect::DataPlaces golden_places(const std::string& name) {
    auto& files = io::FileSystem::system();
    inspect::DataPlaces places = inspect::find_data_places(files, test::golden("keeper/" + name));
    // Some of the folders are kept without their state.
    if (!files.exists(places.state_file))
        places.state_file.clear();
    return places;
}

FsckReport examined(const inspect::DataPlaces& places, std::vector<inspect::DataPlaces> peers = {}) {
    return inspect::fsck(io::FileSystem::system(), {places, std::move(peers), std::nullopt, true});
}
FsckReport examined(const std::string& name) { return examined(golden_places(name)); }

const StartVerdict& verdict_of(const FsckReport& report, keeper::Release release) {
    return *std::ranges::find(report.verdicts, release, &StartVerdict::release);
}

std::vector<std::string> deleted_files(const StartVerdict& verdict) {
    std::vector<std::string> names;
    for (const inspect::FileFate& file : verdict.files)
        if (file.fate == Fate::deleted)
            names.push_back(file.file);
    std::ranges::sort(names);
    return names;
}

bool has(const FsckReport& report, std::string_view code) {
    return std::ranges::any_of(report.findings,
                               [&](const auto& found) { return found.finding.code == code; });
}

/// A directory to damage.
struct Copy {
    test::TestDir dir;

    explicit Copy(const std::string& name) {
        std::filesystem::copy(test::golden("keeper/" + name), dir.path(),
                              std::filesystem::copy_options::recursive);
    }
    inspect::DataPlaces places() const {
        return inspect::find_data_places(io::FileSystem::system(), dir.path());
    }
    FsckReport examined() const { return ::examined(places()); }
    std::filesystem::path log(const std::string& name) const { return dir.path() / "log" / name; }
    std::filesystem::path snapshot(const std::string& name) const { return dir.path() / "snapshots" / name; }
};

} // namespace

TEST_CASE("fsck accuses no directory that a real server left undamaged") {
    for (const char* name :
         {"01-simple-plainlog", "02-rich-zstdlog-rotated", "04-live-ephemerals-sigkill", "05-zstdlog-sigkill",
          "06-digest-off-nosync-sigkill", "07-session-expiry-restart", "08-cluster3-sigterm/n1",
          "08-cluster3-sigterm/n2", "08-cluster3-sigterm/n3", "09-cluster-grown-3to4/n1",
          "09-cluster-grown-3to4/n2", "09-cluster-grown-3to4/n3", "09-cluster-grown-3to4/n4",
          "10-force-recovered-single", "11-auth-scheme-digest-abort", "12-survivor-of-three",
          "13-survivor-conf-appended", "d7-tmp-snapshot"}) {
        CAPTURE(name);
        const FsckReport report = examined(name);
        CHECK(report.is_clean());
        for (const inspect::FsckFinding& found : report.findings) {
            CAPTURE(found.finding.code);
            CHECK((found.finding.severity == Severity::note));
        }
    }
}

TEST_CASE("fsck says of each damaged directory what the real server of 22.10 did with it") {
    struct Case {
        const char* name;
        std::int64_t zxid;
        std::vector<std::string> deleted;
        std::vector<IndexRange> lost;
    };
    const Case cases[] = {
        {"d1-torn-plain-tail", 72, {"changelog_76_100.bin"}, {{76, 78}}},
        {"d2-torn-zstd-tail", 75, {}, {}},
        {"d3-flipped-byte-plain", 72, {"changelog_76_100.bin"}, {{76, 77}, {79, 79}}},
        {"d4-flipped-byte-middle-log",
         48,
         {"changelog_51_75.bin", "changelog_76_100.bin"},
         {{51, 62}, {64, 79}}},
        {"d6-zero-byte-snapshot", 76, {"snapshot_60.bin.zstd"}, {}},
        {"d7-tmp-snapshot", 76, {"tmp_snapshot_70.bin.zstd"}, {}},
        {"d8-flipped-byte-zstd", 72, {"changelog_76_100.bin.zstd"}, {{76, 76}, {78, 79}}},
        {"d9-flipped-byte-snapshot", 76, {"snapshot_50.bin.zstd"}, {}},
        {"d10-zero-tail-plain", 72, {"changelog_76_100.bin"}, {{76, 79}}},
        {"d11-zstd-three-runs", 0, {"changelog_1_1000.bin.zstd"}, {{1, 28}}},
    };
    for (const Case& expected : cases) {
        CAPTURE(expected.name);
        const FsckReport report = examined(expected.name);
        const StartVerdict& verdict = verdict_of(report, observed);
        CHECK((verdict.known == inspect::Knowledge::observed));
        CHECK((verdict.outcome == StartOutcome::starts));
        CHECK(verdict.zxid == expected.zxid);
        CHECK(deleted_files(verdict) == expected.deleted);
        CHECK((verdict.lost == expected.lost));
    }
}

TEST_CASE("fsck tells the lines that the real server printed, word by word") {
    struct Case {
        const char* name;
        std::vector<std::string> lines;
    };
    const Case cases[] = {
        {"d1-torn-plain-tail",
         {"Loaded snapshot with last committed log index 50",
          "Cannot completely read changelog on path changelog_76_100.bin, error: Cannot read all data. "
          "Bytes read: 8. Bytes expected: 45.",
          "Totally read from changelog changelog_76_100.bin 3 entries",
          "Removing log changelog_76_100.bin because it's empty or read finished with error",
          "Preprocessing 25 log entries"}},
        {"d2-torn-zstd-tail",
         {"Totally read from changelog changelog_76_100.bin.zstd 3 entries",
          "Continue to write into changelog_76_100.bin.zstd", "Preprocessing 28 log entries"}},
        {"d3-flipped-byte-plain",
         {"Cannot completely read changelog on path changelog_76_100.bin, error: Checksums doesn't match for "
          "log changelog_76_100.bin (version 1), index 78, blob_size 63"}},
        {"d4-flipped-byte-middle-log",
         {"Cannot completely read changelog on path changelog_51_75.bin, error: Checksums doesn't match for "
          "log changelog_51_75.bin (version 1), index 63, blob_size 94",
          "Removing changelog changelog_76_100.bin, because it's goes after broken changelog entry",
          "Removing log changelog_51_75.bin because it's empty or read finished with error",
          "Preprocessing 0 log entries"}},
        {"d5-missing-middle-log",
         {"Preprocessing 29 log entries",
          "Digest for nodes is not matching after preprocessing request ..."}},
        {"d6-zero-byte-snapshot",
         {"Failed to load from snapshot with index 60, with error DB::Exception: Cannot read all data. Bytes "
          "read: 0. Bytes expected: 4., will remove it from disk",
          "Loaded snapshot with last committed log index 50"}},
        {"d8-flipped-byte-zstd",
         {"Cannot completely read changelog on path changelog_76_100.bin.zstd, error: Checksums doesn't "
          "match "
          "for log changelog_76_100.bin.zstd (version 1), index 77, blob_size 66"}},
        {"d9-flipped-byte-snapshot",
         {"All snapshots broken, last committed log index 0", "Preprocessing 79 log entries"}},
        {"d10-zero-tail-plain",
         {"Cannot completely read changelog on path changelog_76_100.bin, error: Checksums doesn't match for "
          "log changelog_76_100.bin (version 0), index 0, blob_size 0"}},
        {"d11-zstd-three-runs",
         {"Cannot completely read changelog on path changelog_1_1000.bin.zstd, error: Zstd stream encoding "
          "failed: error code: Unknown frame descriptor; ..."}},
    };
    for (const Case& expected : cases) {
        CAPTURE(expected.name);
        const FsckReport report = examined(expected.name);
        const std::vector<std::string>& lines = verdict_of(report, observed).log_lines;
        for (const std::string& line : expected.lines) {
            CAPTURE(line);
            CHECK(std::ranges::find(lines, line) != lines.end());
        }
    }
}

TEST_CASE("fsck says that a server of 22.10 aborts on a missing log in the middle, and deletes nothing") {
    const FsckReport report = examined("d5-missing-middle-log");
    const StartVerdict& verdict = verdict_of(report, observed);
    CHECK((verdict.outcome == StartOutcome::aborts));
    CHECK(deleted_files(verdict).empty());
    CHECK(has(report, "log.gap.real-loss"));
}

TEST_CASE("fsck says what later releases do by their source") {
    SUBCASE("a damaged newest snapshot: 24.3 to 25.12 abort, 26.1 and later refuse") {
        const FsckReport report = examined("d6-zero-byte-snapshot");
        CHECK((verdict_of(report, aborting).outcome == StartOutcome::aborts));
        CHECK((verdict_of(report, refusing).outcome == StartOutcome::refuses));
        CHECK(deleted_files(verdict_of(report, refusing)).empty());
    }
    SUBCASE("a torn tail: the good records stay") {
        const FsckReport report = examined("d1-torn-plain-tail");
        for (const keeper::Release release : {aborting, refusing}) {
            CHECK(verdict_of(report, release).is_well());
            CHECK(verdict_of(report, release).last_index == 78);
        }
    }
    SUBCASE("a gap: 24 and 25 detach, 26.1 and later refuse") {
        const FsckReport report = examined("d5-missing-middle-log");
        const StartVerdict& detaching = verdict_of(report, aborting);
        CHECK((detaching.outcome == StartOutcome::starts));
        REQUIRE(detaching.files.size() == 1);
        CHECK((detaching.files[0].fate == Fate::detached));
        CHECK(detaching.zxid == 48);
        CHECK((verdict_of(report, refusing).outcome == StartOutcome::refuses));
    }
}

TEST_CASE("what the scans find is there while the replay runs, and the replay may be given up") {
    const inspect::FsckOptions options{golden_places("02-rich-zstdlog-rotated"), {}, std::nullopt, true};
    {
        const inspect::Examination given_up(io::FileSystem::system(), options);
        CHECK(given_up.scanned().own.last() > 0);
    }
    inspect::Examination examination(io::FileSystem::system(), options);
    CHECK(examination.scanned().records_replayed == 0);
    CHECK(!examination.scanned().verdicts.empty());
    const FsckReport& whole = examination.finish();
    CHECK(&whole == &examination.scanned());
    CHECK(whole.records_replayed > 0);
    CHECK(whole.digests_compared > 0);
}

TEST_CASE("fsck knows the defect of 22.10 with the scheme auth") {
    inspect::FsckOptions options{golden_places("11-auth-scheme-digest-abort"), {}, observed, true};
    const FsckReport old = inspect::fsck(io::FileSystem::system(), options);
    CHECK((old.verdicts.at(0).outcome == StartOutcome::aborts));
    CHECK(has(old, "log.auth-scheme"));
    CHECK(!old.is_clean());
    options.server_version = aborting;
    CHECK(inspect::fsck(io::FileSystem::system(), options).is_clean());
}

TEST_CASE(
    "fsck knows that 26.6 to 26.8 refuse requests on nodes of an empty list, when one of them is meant") {
    inspect::FsckOptions options{golden_places("02-rich-zstdlog-rotated"), {}, observed, true};
    struct Row {
        keeper::Release release;
        bool is_found;
    };
    for (const Row& row :
         std::initializer_list<Row>{{{26, 5}, false}, {{26, 6}, true}, {{26, 8}, true}, {{26, 9}, false}}) {
        CAPTURE(keeper::text_of(row.release));
        options.server_version = row.release;
        CHECK(has(inspect::fsck(io::FileSystem::system(), options), "snapshot.empty-acl") == row.is_found);
    }
}

TEST_CASE("fsck names the members that a server would take") {
    const auto members = [](const char* name) {
        const FsckReport report = examined(name);
        std::vector<std::int32_t> ids;
        for (const keeper::ClusterServer& server : verdict_of(report, observed).membership.value().servers)
            ids.push_back(server.id);
        return ids;
    };
    CHECK(members("12-survivor-of-three") == std::vector{1, 2, 3});
    CHECK(members("13-survivor-conf-appended") == std::vector{1});
    CHECK(members("09-cluster-grown-3to4/n1") == std::vector{1, 2, 3, 4});
}

TEST_CASE("fsck finds what stands beside the data and against it") {
    Copy copy("d7-tmp-snapshot");
    REQUIRE(copy.examined().is_clean());
    const auto append = [](const std::filesystem::path& path, std::string_view bytes) {
        std::ofstream(path, std::ios::binary | std::ios::app) << bytes;
    };
    const auto found = [&](std::string_view code) { return has(copy.examined(), code); };
    SUBCASE("a foreign file among the logs") {
        append(copy.log("notes.txt"), "x");
        CHECK(found("log.foreign-file"));
        CHECK((verdict_of(copy.examined(), observed).outcome == StartOutcome::refuses));
        CHECK(verdict_of(copy.examined(), refusing).is_well());
    }
    SUBCASE("a marker beside a whole snapshot condemns it from 23.7 on") {
        append(copy.snapshot("tmp_snapshot_50.bin.zstd"), "");
        CHECK(found("marker.beside-whole-file"));
        CHECK(verdict_of(copy.examined(), refusing).last_index == 79);
        CHECK(deleted_files(verdict_of(copy.examined(), refusing)).size() == 3);
    }
    SUBCASE("the same beside a changelog loses what is in it") {
        append(copy.log("tmp_changelog_76_100.bin"), "");
        CHECK(found("log.marker-name"));
        CHECK((verdict_of(copy.examined(), refusing).lost == std::vector<IndexRange>{{76, 79}}));
    }
    SUBCASE("a gap below the snapshot") {
        std::filesystem::remove(copy.log("changelog_26_50.bin"));
        CHECK(found("log.gap.below-snapshot"));
        CHECK(!found("log.gap.real-loss"));
        CHECK(verdict_of(copy.examined(), observed).is_well());
        CHECK(!verdict_of(copy.examined(), aborting).is_well());
        CHECK(verdict_of(copy.examined(), refusing).is_well());
    }
    SUBCASE("no state, and one that cannot be read") {
        std::filesystem::resize_file(copy.dir.path() / "state", 5);
        CHECK(found("state.damaged"));
        std::filesystem::copy(test::golden("keeper/d1-torn-plain-tail/state"), copy.dir.path() / "state-OLD");
        CHECK(found("state.old-used"));
        std::filesystem::remove(copy.dir.path() / "state");
        std::filesystem::remove(copy.dir.path() / "state-OLD");
        CHECK(found("state.missing"));
    }
    SUBCASE("a term that is below that of the log") {
        test::write_file(copy.dir.path() / "state", keeper::encode_state_file({.term = 0}));
        CHECK(found("state.term-below-log"));
    }
    SUBCASE("an empty changelog, as after a rotation") {
        std::filesystem::remove(copy.log("changelog_76_100.bin"));
        append(copy.log("changelog_76_100.bin"), "");
        CHECK(found("log.empty"));
        CHECK(copy.examined().is_clean());
    }
    SUBCASE("the log ends before the snapshot") {
        std::filesystem::remove(copy.log("changelog_26_50.bin"));
        std::filesystem::remove(copy.log("changelog_51_75.bin"));
        std::filesystem::remove(copy.log("changelog_76_100.bin"));
        CHECK(found("log.below-snapshot"));
        CHECK(verdict_of(copy.examined(), observed).is_well());
    }
    SUBCASE("nothing to start from") {
        std::filesystem::remove(copy.snapshot("snapshot_50.bin.zstd"));
        std::filesystem::remove(copy.log("changelog_1_25.bin"));
        CHECK(found("snapshot.none-usable"));
        CHECK_THROWS_AS(inspect::plan_repair(copy.examined().scans, copy.examined().all), Error);
    }
    SUBCASE("records behind a torn zstd frame") {
        const std::string torn =
            test::read_file(test::golden("keeper/d2-torn-zstd-tail/log/changelog_76_100.bin.zstd"));
        const std::string whole =
            test::read_file(test::golden("keeper/d8-flipped-byte-zstd/log/changelog_1_25.bin.zstd"));
        std::filesystem::remove(copy.log("changelog_76_100.bin"));
        append(copy.log("changelog_76_100.bin.zstd"), torn + std::string("\1\0\0", 3) + whole);
        CHECK(found("log.torn-frame-appended"));
        CHECK(!verdict_of(copy.examined(), observed).is_well());
    }
    SUBCASE("a version that no release reads") {
        std::string content = test::read_file(copy.log("changelog_76_100.bin"));
        content[8] = 3;
        test::write_file(copy.log("changelog_76_100.bin"), content);
        CHECK(found("log.unknown-version"));
        CHECK((verdict_of(copy.examined(), refusing).outcome == StartOutcome::refuses));
    }
    SUBCASE("a changelog of another history, by its digests") {
        std::filesystem::copy(test::golden("keeper/13-survivor-conf-appended/log/changelog_1_100.bin"),
                              copy.log("changelog_80_200.bin"));
        for (const char* name : {"changelog_1_25.bin", "changelog_26_50.bin", "changelog_51_75.bin"})
            std::filesystem::remove(copy.log(name));
        std::filesystem::remove(copy.log("changelog_76_100.bin"));
        CHECK(found("log.digest-differs"));
    }
}

TEST_CASE("a corrected copy keeps all that can be reached, and no release loses a record of it") {
    struct Case {
        const char* name;
        std::uint64_t last_index;
        std::int64_t zxid;
        std::uint64_t nodes;
        std::size_t left_out;
    };
    constexpr Case cases[] = {
        {"d1-torn-plain-tail", 78, 75, 40, 0},       {"d2-torn-zstd-tail", 78, 75, 40, 0},
        {"d3-flipped-byte-plain", 77, 74, 40, 0},    {"d4-flipped-byte-middle-log", 62, 60, 36, 1},
        {"d5-missing-middle-log", 50, 48, 32, 1},    {"d6-zero-byte-snapshot", 79, 76, 40, 1},
        {"d7-tmp-snapshot", 79, 76, 40, 1},          {"d8-flipped-byte-zstd", 76, 73, 40, 0},
        {"d9-flipped-byte-snapshot", 79, 76, 40, 1}, {"d10-zero-tail-plain", 79, 76, 40, 0},
        {"d11-zstd-three-runs", 28, 21, 23, 0},
    };
    for (const Case& expected : cases) {
        CAPTURE(expected.name);
        const test::TestDir dir;
        const FsckReport report = examined(expected.name);
        const inspect::RepairPlan plan = inspect::plan_repair(report.scans, report.all);
        CHECK(plan.left_out.size() == expected.left_out);
        const inspect::RepairProof proof =
            inspect::execute_repair(io::FileSystem::system(), report.scans, plan, dir.file("copy"));
        CHECK(proof.last_index == expected.last_index);
        CHECK(proof.zxid == expected.zxid);
        CHECK(proof.nodes == expected.nodes);
        CHECK(!proof.first_disagreement);
        const FsckReport again =
            examined(inspect::find_data_places(io::FileSystem::system(), dir.file("copy")));
        CHECK(again.is_clean());
        CHECK(again.findings.empty());
        CHECK(std::distance(std::filesystem::directory_iterator(dir.path()), {}) == 1);
    }
}

TEST_CASE("what a corrected copy lacks is told as changes of the tree") {
    struct Case {
        const char* name;
        std::vector<IndexRange> missing;
        std::uint64_t total;
        const char *first_op, *first_path;
    };
    const Case cases[] = {
        {"d1-torn-plain-tail", {}, 0, "", ""},
        {"d3-flipped-byte-plain", {{78, 78}}, 1, "Close", ""},
        {"d4-flipped-byte-middle-log", {{63, 63}}, 14, "Create", "/acl/bad"},
        {"d5-missing-middle-log", {{51, 75}}, 4, "Remove", "/cver/k1"},
    };
    for (const Case& expected : cases) {
        CAPTURE(expected.name);
        const FsckReport report = examined(expected.name);
        const inspect::RepairPlan plan = inspect::plan_repair(report.scans, report.all);
        CHECK((plan.missing == expected.missing));
        const inspect::LostChanges lost =
            inspect::find_lost_changes(io::FileSystem::system(), report.scans, report.all, plan);
        CHECK(lost.total() == expected.total);
        CHECK(lost.first.size() == expected.total);
        CHECK(lost.last_kept_ms.has_value() == !expected.missing.empty());
        if (lost.first.empty())
            continue;
        CHECK(keeper::name_of(lost.first.front().op) == expected.first_op);
        CHECK(lost.first.front().path == expected.first_path);
        CHECK(*lost.last_kept_ms <= *lost.first_lost_ms);
    }
}

TEST_CASE("a newer snapshot that cannot be used says how far the server had come") {
    const Copy copy("d6-zero-byte-snapshot");
    std::filesystem::rename(copy.snapshot("snapshot_60.bin.zstd"), copy.snapshot("snapshot_90.bin.zstd"));
    const FsckReport report = copy.examined();
    const inspect::RepairPlan plan = inspect::plan_repair(report.scans, report.all);
    CHECK(plan.last_index == 79);
    CHECK((plan.missing == std::vector<IndexRange>{{80, 90}}));
}

TEST_CASE("records that are missing come from a peer") {
    const test::TestDir dir;
    const FsckReport report =
        examined(golden_places("d5-missing-middle-log"), {golden_places("d6-zero-byte-snapshot")});
    CHECK(has(report, "peer.has-more"));
    const inspect::RepairPlan plan = inspect::plan_repair(report.scans, report.all);
    CHECK((plan.from_peers == std::vector<IndexRange>{{51, 75}}));
    const inspect::RepairProof proof =
        inspect::execute_repair(io::FileSystem::system(), report.scans, plan, dir.file("copy"));
    CHECK(proof.last_index == 79);
    CHECK(proof.digests_compared == 29);
}

TEST_CASE("a corrected copy never goes into a directory that holds something") {
    const test::TestDir dir;
    test::write_file(dir.path() / "mine", "x");
    const FsckReport report = examined("d1-torn-plain-tail");
    const inspect::RepairPlan plan = inspect::plan_repair(report.scans, report.all);
    try {
        inspect::execute_repair(io::FileSystem::system(), report.scans, plan, dir.path());
        FAIL("written over a file");
    } catch (const Error& error) {
        CHECK((error.kind() == ErrorKind::refused));
    }
    CHECK(std::distance(std::filesystem::directory_iterator(dir.path()), {}) == 1);
    std::filesystem::remove(dir.path() / "mine");
    CHECK(inspect::execute_repair(io::FileSystem::system(), report.scans, plan, dir.path()).last_index == 78);
}

TEST_CASE("the table of findings is in order of its codes, each with a meaning") {
    const auto kinds = inspect::finding_kinds();
    CHECK(std::ranges::is_sorted(kinds, {}, &inspect::FindingKind::code));
    for (const inspect::FindingKind& kind : kinds) {
        CAPTURE(kind.code);
        CHECK(!kind.meaning.empty());
        CHECK(&inspect::finding_kind(kind.code) == &kind);
    }
    CHECK_THROWS_AS(inspect::finding_kind("log.nonsense"), Error);
}
