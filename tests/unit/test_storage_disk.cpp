#include "support/disk_conformance.h"
#include "support/test_dir.h"

#include "keeperfs/base/error.h"
#include "keeperfs/storage/disk.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::test;
using storage::Disk;

TEST_CASE("a directory is a disk") {
    const TestDir dir;
    const auto disk = storage::local_disk(dir.file(""));
    check_disk(*disk);
}

TEST_CASE("memory is a disk") { check_disk(*storage::memory_disk()); }

TEST_CASE("a directory's disk has regular files only, and what links lead to") {
    const TestDir dir;
    std::filesystem::create_directory(dir.path() / "detached");
    write_file(dir.path() / "file", "x");
    std::filesystem::create_symlink("file", dir.path() / "link");
    const auto disk = storage::local_disk(dir.path());
    CHECK(names(disk->list("")) == "file link ");
    CHECK(disk->place("file") == dir.file("file"));
    CHECK(kind_of_failure([] { storage::local_disk("/nowhere")->list(""); }) == ErrorKind::bad_input);
}

TEST_CASE("an unfinished changelog does not lie among changelogs") {
    const TestDir dir;
    const std::filesystem::path log = dir.path() / "log";
    std::filesystem::create_directory(log);
    const auto disk = storage::local_disk(log);
    const auto sink = disk->create("changelog_1_10.bin", Disk::Existing::keep);
    CHECK(std::filesystem::is_empty(log));
    sink->write(as_bytes("record"));
    sink->finish();
    CHECK(read_file(log / "changelog_1_10.bin") == "record");
    CHECK(std::distance(std::filesystem::directory_iterator(dir.path()), {}) == 1);
}

TEST_CASE("what looks only cannot create or remove") {
    auto memory = storage::memory_disk();
    put(*memory, "state", "s");
    const auto disk = storage::read_only(std::move(memory));
    CHECK(names(disk->list("")) == "state ");
    CHECK(disk->stat("state")->size == 1);
    CHECK(content_of(*disk, "state") == "s");
    CHECK(disk->place("state") == "memory:state");
    CHECK(kind_of_failure([&] { disk->create("new", Disk::Existing::replace); }) == ErrorKind::defect);
    CHECK(kind_of_failure([&] { disk->remove("state"); }) == ErrorKind::defect);
    CHECK(disk->stat("state"));
}
