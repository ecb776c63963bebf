#include "support/disk_scene.h"
#include "support/test_dir.h"

#include "keeperfs/migrate/verify.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::test;
using migrate::FileCheck;

namespace {

constexpr const char* keeper_dir = "keeper/02-rich-zstdlog-rotated";

std::string golden_file(const std::string& name) {
    return read_file(golden(keeper_dir) / (name.starts_with("changelog") ? "log/" + name : name));
}
std::vector<FileCheck> verified(const migrate::Layout& layout) {
    MemoryFileSystem files;
    return migrate::verify_files(layout, migrate::take_inventory(files, layout));
}
std::string first_log() {
    std::string first;
    for (const auto& entry : std::filesystem::directory_iterator(golden(keeper_dir) / "log"))
        if (const std::string name = entry.path().filename().string(); first.empty() || name < first)
            first = name;
    return first;
}

} // namespace

TEST_CASE("a server's files are read to their end, and each damaged byte shows") {
    const std::string log = first_log();
    const migrate::Layout layout = in_memory({"A: | C:"});
    storage::Disk& disk = *layout.places[1].disk;
    put(disk, log, golden_file(log));
    put(disk, "snapshot_70.bin.zstd", golden_file("snapshot_70.bin.zstd"));
    put(disk, "state", golden_file("state"));
    for (const FileCheck& check : verified(layout)) {
        CAPTURE(check.file.name);
        CHECK(check.is_well());
        CHECK((check.file.kind == migrate::FileKind::state || check.records > 0));
    }
    for (const std::string& name : {log, std::string("snapshot_70.bin.zstd"), std::string("state")}) {
        CAPTURE(name);
        std::string damaged = golden_file(name);
        damaged[damaged.size() / 2] ^= 1;
        put(disk, name, damaged);
        for (const FileCheck& check : verified(layout))
            CHECK(check.is_whole() == (check.file.name != name));
        put(disk, name, golden_file(name));
    }
}

TEST_CASE("copies are compared with the one that a server reads first") {
    const std::string log = first_log();
    const migrate::Layout layout = in_memory({"A: | B: | C:", "A B"});
    put(*layout.places[0].disk, log, golden_file(log));
    put(*layout.places[1].disk, log, golden_file(log));
    put(*layout.places[2].disk, log, golden_file(log) + "more");
    const auto checks = verified(layout);
    REQUIRE(checks.size() == 3);
    CHECK_FALSE(checks[0].same_as);
    CHECK(checks[1].same_as == 0);
    CHECK(checks[2].differs_from == 0);
    CHECK_FALSE(checks[2].is_well());
}
