#include "keeperfs/keeper/data_files.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using keeper::ChangelogCodec;

namespace {

std::unique_ptr<storage::Disk> disk_with(std::initializer_list<const char*> names) {
    auto disk = storage::memory_disk();
    for (const char* name : names)
        disk->create(name, storage::Disk::Existing::keep)->finish();
    return disk;
}
std::string names(const std::vector<storage::Entry>& entries) {
    std::string all;
    for (const storage::Entry& entry : entries)
        all += entry.name + " ";
    return all;
}

} // namespace

TEST_CASE("snapshots are sorted by index, then by name") {
    const auto disk = disk_with({"snapshot_100.bin.zstd", "snapshot_20_0123456789abcdef.bin.zstd",
                                 "snapshot_20.bin", "snapshot_3.bin"});
    const auto files = keeper::list_data_files(*disk);
    REQUIRE(files.snapshots.size() == 4);
    CHECK(files.snapshots[0].index == 3);
    CHECK(files.snapshots[1].entry.name == "snapshot_20.bin");
    CHECK(files.snapshots[2].entry.name == "snapshot_20_0123456789abcdef.bin.zstd");
    CHECK(files.snapshots[2].index == 20);
    CHECK(files.snapshots[3].index == 100);
    CHECK(files.changelogs.empty());
    CHECK(files.foreign.empty());
}

TEST_CASE("changelogs are sorted by their first index, and compressed as their extension says") {
    const auto disk = disk_with({"changelog_1001_2000.bin", "changelog_1_1000.bin.zstd",
                                 "changelog_201_300.bin.zst", "changelog_1_500.bin"});
    const auto files = keeper::list_data_files(*disk);
    REQUIRE(files.changelogs.size() == 4);
    CHECK(files.changelogs[0].entry.name == "changelog_1_1000.bin.zstd");
    CHECK(files.changelogs[0].to == 1000);
    CHECK(files.changelogs[0].codec == ChangelogCodec::zstd);
    CHECK(files.changelogs[1].entry.name == "changelog_1_500.bin");
    CHECK(files.changelogs[1].codec == ChangelogCodec::plain);
    CHECK(files.changelogs[2].from == 201);
    CHECK(files.changelogs[2].codec == ChangelogCodec::zstd);
    CHECK(files.changelogs[3].from == 1001);
}

TEST_CASE("a marker condemns the file of its name, and is no file of its own kind") {
    const auto disk =
        disk_with({"snapshot_1.bin", "snapshot_2.bin", "tmp_snapshot_2.bin", "tmp_snapshot_3.bin",
                   "changelog_1_10.bin", "tmp_changelog_1_10.bin", "changelog_11_20.bin", "STATE_COPY_LOCK"});
    const auto files = keeper::list_data_files(*disk);
    REQUIRE(files.snapshots.size() == 2);
    CHECK_FALSE(files.snapshots[0].has_marker);
    CHECK(files.snapshots[1].has_marker);
    REQUIRE(files.changelogs.size() == 2);
    CHECK(files.changelogs[0].has_marker);
    CHECK_FALSE(files.changelogs[1].has_marker);
    CHECK(names(files.markers) ==
          "STATE_COPY_LOCK tmp_changelog_1_10.bin tmp_snapshot_2.bin tmp_snapshot_3.bin ");
}

TEST_CASE("state files are told from what is foreign") {
    const auto disk = disk_with({"state", "state-OLD", "state-NEW", "uuid", "snapshot_x.bin",
                                 "changelog_1.bin", ".keeperfs.snapshot_5.bin.1234.part"});
    const auto files = keeper::list_data_files(*disk);
    CHECK(names(files.states) == "state state-OLD ");
    CHECK(names(files.foreign) ==
          ".keeperfs.snapshot_5.bin.1234.part changelog_1.bin snapshot_x.bin state-NEW uuid ");
    CHECK(files.snapshots.empty());
    CHECK(files.changelogs.empty());
}
