#pragma once
// What every disk does, whatever it is made of.
#include "support/byte_streams.h"

#include "keeperfs/base/error.h"
#include "keeperfs/storage/disk.h"

#include <doctest/doctest.h>

#include <chrono>
#include <functional>

namespace keeperfs::test {

using storage::Disk;

inline void put(Disk& disk, std::string_view name, std::string_view content,
                Disk::Existing policy = Disk::Existing::keep) {
    const auto sink = disk.create(name, policy);
    sink->write(as_bytes(content));
    sink->finish();
}
inline std::string content_of(Disk& disk, std::string_view name) { return read_all(*disk.open(name)); }

inline std::string names(const std::vector<storage::Entry>& entries) {
    std::string all;
    for (const storage::Entry& entry : entries)
        all += entry.name + " ";
    return all;
}
inline ErrorKind kind_of_failure(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.kind();
    }
    FAIL("nothing failed");
    return ErrorKind::defect;
}
inline std::int64_t now_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

/// What every disk does.
inline void check_disk(Disk& disk) {
    CHECK(disk.list("").empty());
    put(disk, "snapshot_9.bin", "nine");
    put(disk, "snapshot_10.bin", "ten, and more");
    put(disk, "changelog_1_10.bin", "");
    put(disk, "state", "s");

    CHECK(names(disk.list("")) == "changelog_1_10.bin snapshot_10.bin snapshot_9.bin state ");
    CHECK(names(disk.list("snapshot_")) == "snapshot_10.bin snapshot_9.bin ");
    CHECK(disk.list("snapshot_11").empty());
    CHECK(disk.list("snapshot_10")[0].size == 13);

    REQUIRE(disk.stat("snapshot_9.bin"));
    CHECK(disk.stat("snapshot_9.bin")->size == 4);
    CHECK(std::abs(disk.stat("snapshot_9.bin")->modified_ms - now_ms()) < 60'000);
    CHECK_FALSE(disk.stat("snapshot_9"));

    CHECK(content_of(disk, "snapshot_10.bin") == "ten, and more");
    CHECK(content_of(disk, "changelog_1_10.bin").empty());
    CHECK(disk.open("snapshot_9.bin")->remaining() == 4);
    CHECK(kind_of_failure([&] { disk.open("snapshot_11.bin"); }) == ErrorKind::bad_input);
    CHECK(disk.place("state").ends_with("state"));

    SUBCASE("a file is seen once it is finished, and not at all without") {
        auto sink = disk.create("snapshot_11.bin", Disk::Existing::keep);
        sink->write(as_bytes("ele"));
        sink->write(as_bytes("ven"));
        CHECK_FALSE(disk.stat("snapshot_11.bin"));
        CHECK(disk.list("snapshot_11").empty());
        SUBCASE("finished") {
            sink->finish();
            CHECK(content_of(disk, "snapshot_11.bin") == "eleven");
        }
        SUBCASE("given up") {
            sink.reset();
            CHECK(names(disk.list("")) == "changelog_1_10.bin snapshot_10.bin snapshot_9.bin state ");
        }
    }
    SUBCASE("a name that is taken is kept or replaced, as told") {
        CHECK(kind_of_failure([&] { put(disk, "state", "new"); }) == ErrorKind::refused);
        CHECK(content_of(disk, "state") == "s");
        put(disk, "state", "new", Disk::Existing::replace);
        CHECK(content_of(disk, "state") == "new");
    }
    SUBCASE("what is removed is gone, but for who reads it") {
        const auto reading = disk.open("state");
        disk.remove("state");
        CHECK_FALSE(disk.stat("state"));
        CHECK(read_all(*reading) == "s");
        disk.remove("state");
    }
}

} // namespace keeperfs::test
