#include "support/disk_scene.h"
#include "support/faulty_disk.h"
#include "support/test_dir.h"

#include "keeperfs/base/error.h"
#include "keeperfs/migrate/migrate.h"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <mutex>

using namespace keeperfs;
using namespace keeperfs::test;
using migrate::Layout;

namespace {

migrate::MigrationReport migrate_all(const Layout& layout, const migrate::MigrationOptions& options = {}) {
    MemoryFileSystem files;
    return migrate::migrate(files, layout, migrate::plan_migration(files, layout), options);
}

struct Row {
    DiskScene scene;
    const char *after, *with_sources;
};

ErrorKind kind_of_failure(const Layout& layout) {
    try {
        migrate_all(layout);
    } catch (const Error& error) {
        return error.kind();
    }
    return ErrorKind::defect;
}

} // namespace

TEST_CASE("where everything lies after a migration") {
    const Row rows[] = {
        {{"A: changelog_11_20.bin state=3 state-OLD=2 | B: changelog_1_10.bin snapshot_9.bin | C:", "A B"},
         "A: | B: | C: changelog_11_20.bin changelog_1_10.bin snapshot_9.bin state",
         "A: changelog_11_20.bin state state-OLD | B: changelog_1_10.bin snapshot_9.bin | C: "
         "changelog_11_20.bin changelog_1_10.bin snapshot_9.bin state"},
        {{"A: changelog_1_10.bin snapshot_1.bin snapshot_2.bin | C: | D:", "A", "C", "D"},
         "A: | C: snapshot_1.bin | D: changelog_1_10.bin snapshot_2.bin",
         "A: changelog_1_10.bin snapshot_1.bin snapshot_2.bin | C: snapshot_1.bin | D: changelog_1_10.bin "
         "snapshot_2.bin"},
        {{"A: snapshot_1.bin | C: snapshot_1.bin=half tmp_snapshot_1.bin"},
         "A: | C: snapshot_1.bin",
         "A: snapshot_1.bin | C: snapshot_1.bin"},
        {{"A: snapshot_1.bin | C: snapshot_1.bin"},
         "A: | C: snapshot_1.bin",
         "A: snapshot_1.bin | C: snapshot_1.bin"},
        {{"A: changelog_1_10.bin tmp_changelog_1_10.bin x | C:"},
         "A: changelog_1_10.bin tmp_changelog_1_10.bin x | C:",
         "A: changelog_1_10.bin tmp_changelog_1_10.bin x | C:"}};
    for (const Row& row : rows) {
        CAPTURE(row.scene.disks);
        const Layout layout = in_memory(row.scene);
        const FoundByKeeper before = start_keeper(in_memory(row.scene));
        migrate_all(layout);
        CHECK(names_on(layout) == row.after);
        if (start_keeper(in_memory(row.scene)) == before)
            CHECK(start_keeper(layout) == before);
        const Layout keeping = in_memory(row.scene);
        migrate_all(keeping, {true, std::nullopt, 1});
        CHECK(names_on(keeping) == row.with_sources);
    }
}

TEST_CASE("the report has each file with its hash, in the order in which they were done") {
    const Layout layout = in_memory({"A: changelog_1_10.bin=abc changelog_11_20.bin state=4 | C:"});
    const auto report = migrate_all(layout);
    REQUIRE(report.files.size() == 3);
    CHECK(report.files[0].move.name == "state");
    CHECK(report.files[1].move.name == "changelog_1_10.bin");
    CHECK(report.files[1].sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(report.files[2].move.name == "changelog_11_20.bin");
    CHECK(found_state(*layout.places[1].disk) == content_for("state", "4"));
}

TEST_CASE("nothing of a source goes when the copy is not the same") {
    // A target that swallows what is written: the marker stays out of the way, the source where it is.
    Layout layout = in_memory({"A: changelog_1_10.bin | C:"});
    const auto real = layout.places[1].disk;
    std::string removed;
    layout.places[1].disk = std::make_shared<FaultyDisk>(real, [&](DiskCall call, const std::string& name) {
        if (call == DiskCall::open && name == "changelog_1_10.bin")
            put(*real, name, "something else");
        if (call == DiskCall::remove && !name.starts_with("keeperfs"))
            removed += name + " ";
    });
    CHECK(kind_of_failure(layout) == ErrorKind::bad_output);
    // In this order: a run that dies between the two leaves a marker alone, and no wrong file without one.
    CHECK(removed == "changelog_1_10.bin tmp_changelog_1_10.bin ");
    CHECK(names_on(layout) == "A: changelog_1_10.bin | C:");
}

TEST_CASE("a source that changes is not removed") {
    Layout layout = in_memory({"A: changelog_1_10.bin | C:"});
    const auto real = layout.places[0].disk;
    int readings = 0;
    layout.places[0].disk = std::make_shared<FaultyDisk>(real, [&](DiskCall call, const std::string& name) {
        if (call == DiskCall::stat && name == "changelog_1_10.bin" && ++readings == 1)
            put(*real, name, "a record has come");
    });
    CHECK(kind_of_failure(layout) == ErrorKind::in_use);
    CHECK(names_on(layout) == "A: changelog_1_10.bin | C: changelog_1_10.bin");
}

TEST_CASE("two names of one place are refused before anything is touched") {
    Layout layout = in_memory({"A: changelog_1_10.bin | C:"});
    layout.places[1].disk = layout.places[0].disk;
    migrate::Plan plan;
    plan.moves.push_back(
        {migrate::FileKind::log, "changelog_1_10.bin", 29, 0, 1, migrate::Action::drop_double, "", true});
    MemoryFileSystem files;
    CHECK_THROWS_AS(migrate::migrate(files, layout, plan, {}), Error);
    CHECK(names_on(layout) == "A: changelog_1_10.bin | C: changelog_1_10.bin");
}

TEST_CASE("several files at once: none is lost, and the newest come last") {
    const TestDir dir;
    std::string disks = "A:";
    for (int i = 1; i <= 40; ++i)
        disks += " changelog_" + std::to_string(i) + "_" + std::to_string(i) + ".bin";
    disks += " snapshot_7.bin snapshot_8.bin | C:";
    const Layout layout = layout_of({disks.c_str()}, [&](const std::string& name) {
        std::filesystem::create_directory(dir.path() / name);
        return storage::local_disk(dir.file(name));
    });
    const FoundByKeeper before = start_keeper(layout);
    const auto report = migrate_all(layout, {false, std::nullopt, 4});
    CHECK(report.files.size() == 42);
    CHECK(report.files[40].move.name == "snapshot_8.bin");
    CHECK(report.files[41].move.name == "changelog_40_40.bin");
    CHECK(start_keeper(layout) == before);
    CHECK(layout.places[0].disk->list("").empty());
}

TEST_CASE("a bandwidth is kept for all files together") {
    const std::string content(20'000, 'x');
    const Layout layout = in_memory(
        {("A: changelog_1_10.bin=" + content + " changelog_11_20.bin=" + content + " | C:").c_str()});
    const auto begun = std::chrono::steady_clock::now();
    migrate_all(layout, {false, 400'000, 2}); // 80,000 bytes go, copied and read back
    const auto took = std::chrono::steady_clock::now() - begun;
    CHECK(took > std::chrono::milliseconds(180));
    CHECK(names_on(layout) == "A: | C: changelog_11_20.bin changelog_1_10.bin");
}
