// The directories of a server on its own machine: three disks of logs, one directory of snapshots.
#include "support/config_files.h"
#include "support/faulty_filesystem.h"

#include "keeperfs/config/check.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>

using namespace keeperfs;

namespace {

constexpr const char* several_disks =
    "<log_storage_disk>log</log_storage_disk><latest_log_storage_disk>new</latest_log_storage_disk>"
    "<old_log_storage_disk>old</old_log_storage_disk><snapshot_storage_path>/k/snapshots"
    "</snapshot_storage_path>";

std::string document(const std::string& storage) {
    return fmt::format(
        "<clickhouse><keeper_server><server_id>1</server_id><tcp_port>9181</tcp_port>{}<raft_configuration>"
        "<server><id>1</id><hostname>a</hostname><port>9234</port></server></raft_configuration>"
        "</keeper_server><storage_configuration><disks><new><path>/k/new/</path></new><log><path>/k/log/</"
        "path>"
        "</log><old><path>/k/old/</path></old><far><type>s3_plain</type><endpoint>http://s3/b/</endpoint></"
        "far>"
        "</disks></storage_configuration></clickhouse>",
        storage);
}

std::string codes(io::FileSystem& files, const std::string& storage = several_disks) {
    config::CheckPlan plan;
    plan.release = config::Release{25, 8};
    plan.files = &files;
    std::set<std::string> found;
    for (const config::ConfigFinding& one :
         config::check(test::load_config({{"k.xml", document(storage)}}), plan))
        found.insert(one.finding.code);
    return fmt::format("{}", fmt::join(found, " "));
}

struct Machine {
    test::MemoryFileSystem files;

    Machine() {
        for (const char* directory : {"/k", "/k/new", "/k/old", "/k/log", "/k/snapshots"})
            files.make_directory(directory);
        files.put("/k/log/changelog_1_100000.bin", "");
        files.put("/k/snapshots/snapshot_5.bin.zstd", std::string(1000, 's'));
    }
};

/// Directories that we may not list.
class SealedFileSystem final : public test::FaultyFileSystem {
public:
    explicit SealedFileSystem(io::FileSystem& real)
        : FaultyFileSystem(
              [](test::Call call, const std::string& path) {
                  if (call == test::Call::list)
                      throw test::failure_of(call, path);
              },
              real) {}
};

} // namespace

TEST_CASE("directories of this machine: whose they are, what is in them, how much room there is") {
    struct Case {
        const char* codes;
        void (*change)(test::MemoryFileSystem&);
    };
    const Case cases[] = {
        {"", [](auto&) {}},
        {"storage.other-owner",
         [](auto& files) {
             files.owners["/k/old"] = {0, "root", 0755};
         }},
        {"storage.other-owner",
         [](auto& files) { files.owners["/k/snapshots/snapshot_5.bin.zstd"].user = 0; }},
        {"storage.not-writable",
         [](auto& files) {
             files.owners["/k/new"] = {101, "keeper", 0550};
         }},
        {"storage.writable-by-others",
         [](auto& files) {
             files.owners["/k/snapshots"] = {101, "keeper", 0777};
         }},
        {"storage.little-room", [](auto& files) { files.room = (std::uint64_t{1} << 30) - 1; }},
        {"", [](auto& files) { files.room = std::uint64_t{1} << 30; }},
        {"storage.foreign-file", [](auto& files) { files.put("/k/old/notes", ""); }},
        {"storage.missing", [](auto& files) { files.remove_directory("/k/new"); }},
    };
    for (const Case& one : cases) {
        Machine machine;
        one.change(machine.files);
        CHECK_MESSAGE(codes(machine.files) == one.codes, one.codes);
    }
}

TEST_CASE("a path that leads to a file is no directory") {
    Machine machine;
    CHECK(codes(machine.files,
                "<log_storage_path>/k/log</log_storage_path><snapshot_storage_path>"
                "/k/snapshots/snapshot_5.bin.zstd</snapshot_storage_path>") == "storage.not-a-directory");
}

TEST_CASE("a directory that cannot be looked into is not said to be missing or sound") {
    Machine machine;
    SealedFileSystem sealed(machine.files);
    CHECK(codes(sealed) == "storage.not-seen");
    CHECK(codes(sealed, "<storage_path>/k/log/inner</storage_path>") == "storage.not-seen");
    CHECK(codes(machine.files, "<log_storage_path>/k/log</log_storage_path><snapshot_storage_disk>far"
                               "</snapshot_storage_disk>") == "storage.not-seen");
}
