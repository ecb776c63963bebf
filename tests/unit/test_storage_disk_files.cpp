#include "support/disk_conformance.h"
#include "support/test_dir.h"

#include "keeperfs/storage/disk_files.h"

#include <doctest/doctest.h>

#include <array>

using namespace keeperfs;
using namespace keeperfs::test;

TEST_CASE("a disk is a directory for who reads by path, beside the file system below") {
    const TestDir dir;
    write_file(dir.path() / "below", "from below");
    std::shared_ptr<Disk> disk = storage::memory_disk();
    put(*disk, "changelog_1", "0123456789");
    io::VirtualFiles files(io::FileSystem::system());
    storage::mount(files, "https://host/bucket/log", disk);

    CHECK(files.is_directory("https://host/bucket/log"));
    CHECK_FALSE(files.is_directory("https://host/bucket"));
    CHECK(files.is_regular_file("https://host/bucket/log/changelog_1"));
    CHECK_FALSE(files.exists("https://host/bucket/log/changelog_2"));
    REQUIRE(files.list("https://host/bucket/log").size() == 1);
    CHECK(files.list("https://host/bucket/log")[0].size == 10);
    CHECK(files.is_regular_file(dir.file("below")));

    const auto file = files.open_for_reading("https://host/bucket/log/changelog_1");
    CHECK(file->size() == 10);
    std::array<std::uint8_t, 4> bytes{};
    for (const std::uint64_t offset : {0U, 4U, 6U, 2U}) { // on, over a gap, and back
        CHECK(file->read_at(offset, bytes) == 4);
        CHECK(as_text(bytes)[0] == static_cast<char>('0' + offset));
    }
    CHECK(file->read_at(8, bytes) == 2);
    CHECK(file->read_at(20, bytes) == 0);
}

TEST_CASE("nothing is changed on a disk that is read by path") {
    io::VirtualFiles files(io::FileSystem::system());
    std::shared_ptr<Disk> disk = storage::memory_disk();
    put(*disk, "x", "x");
    storage::mount(files, "/disk", disk);
    CHECK(kind_of_failure([&] { files.create_new("/disk/x"); }) == ErrorKind::defect);
    CHECK(kind_of_failure([&] { files.remove("/disk/x"); }) == ErrorKind::defect);
    CHECK(kind_of_failure([&] { files.rename("/disk/x", "/tmp/x", io::FileSystem::Existing::keep); }) ==
          ErrorKind::defect);
    CHECK(kind_of_failure([&] { files.rename("/tmp/x", "/disk/x", io::FileSystem::Existing::keep); }) ==
          ErrorKind::defect);
}

TEST_CASE("several disks are one, and of one name the first counts") {
    std::vector<std::unique_ptr<Disk>> disks;
    for (const char* content : {"first", "second"}) {
        disks.push_back(storage::memory_disk());
        put(*disks.back(), "both", content);
        put(*disks.back(), std::string("only ") + content, content);
    }
    const auto disk = storage::union_disk(std::move(disks));
    CHECK(names(disk->list("")) == "both only first only second ");
    CHECK(content_of(*disk, "both") == "first");
    CHECK(content_of(*disk, "only second") == "second");
    CHECK(disk->list("only s").size() == 1);
    CHECK_FALSE(disk->stat("neither"));
    CHECK(kind_of_failure([&] { disk->remove("both"); }) == ErrorKind::defect);
}
