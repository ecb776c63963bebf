#include "support/byte_streams.h"
#include "support/test_dir.h"

#include "keeperfs/base/error.h"
#include "keeperfs/zookeeper/data_dir.h"
#include "keeperfs/zookeeper/snapshot_reader.h"

#include <doctest/doctest.h>
#include <libdeflate.h>

#include <filesystem>

using namespace keeperfs;
using namespace keeperfs::zookeeper;
using namespace std::string_literals;
using test::TestDir;

namespace {

io::FileSystem& disk() { return io::FileSystem::system(); }

std::vector<std::string> names(const std::vector<DataFile>& files) {
    std::vector<std::string> out;
    for (const DataFile& file : files)
        out.push_back(file.name);
    return out;
}
using Names = std::vector<std::string>;

std::string why_not(const std::string& name, std::string_view content) {
    const TestDir dir;
    test::write_file(dir.file(name), content);
    const auto found = list_snapshots(disk(), dir.path().string());
    REQUIRE(found.size() == 1);
    return reason_not_a_snapshot(disk(), found[0]).value_or("");
}

} // namespace

TEST_CASE("the zxid of a name is what Java makes of its second part") {
    struct Case {
        const char* name;
        std::optional<std::int64_t> zxid;
    };
    for (const Case& c : {Case{"log.5", 5},
                          Case{"log.5.bak", 5},
                          Case{"log.3D", 0x3d},
                          Case{"log.10000003f", 0x10000003f},
                          Case{"log.+7", 7},
                          Case{"log.-7", -7},
                          Case{"log.7fffffffffffffff", INT64_MAX},
                          Case{"log.-8000000000000000", INT64_MIN},
                          Case{"log.0000000000000000005", 5},
                          Case{"log.5.", 5},
                          Case{"log.8000000000000000", {}},
                          Case{"log.ffffffffffffffff", {}},
                          Case{"log.10000000000000000", {}},
                          Case{"log.-1", {}},
                          Case{"log..5", {}},
                          Case{"log.", {}},
                          Case{"log", {}},
                          Case{"log.x", {}},
                          Case{"log.5x", {}},
                          Case{"log.0x5", {}},
                          Case{"log. 5", {}},
                          Case{"log.+-5", {}},
                          Case{"log.++5", {}},
                          Case{"log.+", {}},
                          Case{"logs.5", {}},
                          Case{"xlog.5", {}},
                          Case{"LOG.5", {}},
                          Case{"log5", {}},
                          Case{"", {}}})
        CHECK_MESSAGE(zxid_of_name(c.name, "log") == c.zxid, c.name);
    CHECK(zxid_of_name("snapshot.3D.old.bak", "snapshot") == 0x3d);
}

TEST_CASE("snapshots are listed newest first, plain names before others, regular files only") {
    const TestDir dir;
    for (const char* name :
         {"snapshot.5", "snapshot.5.gz", "snapshot.5.bak", "snapshot.a.SNAPPY", "snapshot.3d.tmp",
          "snapshot.x", "log.5", "snapshot.", "notes.txt", "snapshot.5.gz.tmp", "snapshot.4.gz."})
        test::write_file(dir.file(name), "x");
    std::filesystem::create_directory(dir.file("snapshot.ff"));
    std::filesystem::create_symlink(dir.file("nowhere"), dir.file("snapshot.fe"));
    std::filesystem::create_symlink(dir.file("notes.txt"), dir.file("snapshot.1"));
    const std::vector<DataFile> found = list_snapshots(disk(), dir.path().string());
    CHECK(names(found) == Names{"snapshot.3d.tmp", "snapshot.a.SNAPPY", "snapshot.5", "snapshot.5.bak",
                                "snapshot.5.gz", "snapshot.5.gz.tmp", "snapshot.4.gz.", "snapshot.1"});
    std::vector<Compression> compressions;
    for (const DataFile& file : found)
        compressions.push_back(file.compression);
    using enum Compression;
    CHECK(compressions == std::vector{none, snappy, none, none, gzip, none, gzip, none});
    CHECK(found[0].zxid == 0x3d);
    CHECK(found[0].size == 1);
    CHECK(found[0].path == dir.file("snapshot.3d.tmp"));
}

TEST_CASE("logs are listed oldest first, plain names before others, and never compressed") {
    const TestDir dir;
    for (const char* name : {"log.10", "log.5.gz", "log.5", "log.-5", "log.0", "log.5.bak", "log.-1"})
        test::write_file(dir.file(name), "");
    const std::vector<DataFile> found = list_logs(disk(), dir.path().string());
    CHECK(names(found) == Names{"log.0", "log.5", "log.5.bak", "log.5.gz", "log.10"});
    for (const DataFile& file : found)
        CHECK(file.compression == Compression::none);
}

TEST_CASE("the logs to read begin with the last one that began before") {
    std::vector<DataFile> logs;
    for (const std::int64_t zxid : {1, 5, 5, 9, 20})
        logs.push_back({"", "log." + std::to_string(zxid) + (logs.size() == 2 ? ".bak" : ""), zxid, 0,
                        Compression::none});
    CHECK(names(logs_to_read(logs, 1)) == Names{"log.1", "log.5", "log.5.bak", "log.9", "log.20"});
    CHECK(names(logs_to_read(logs, 5)) == Names{"log.1", "log.5", "log.5.bak", "log.9", "log.20"});
    CHECK(names(logs_to_read(logs, 6)) == Names{"log.5", "log.5.bak", "log.9", "log.20"});
    CHECK(names(logs_to_read(logs, 9)) == Names{"log.5", "log.5.bak", "log.9", "log.20"});
    CHECK(names(logs_to_read(logs, 10)) == Names{"log.9", "log.20"});
    CHECK(names(logs_to_read(logs, 20)) == Names{"log.9", "log.20"});
    CHECK(names(logs_to_read(logs, 21)) == Names{"log.20"});
    CHECK(names(logs_to_read(logs, INT64_MAX)) == Names{"log.20"});
    CHECK(logs_to_read({}, 1).empty());
}

TEST_CASE("the cheap test of a snapshot looks at the end of a plain file and at the beginning of a "
          "compressed one") {
    const std::string mark = "\0\0\0\1/"s;
    CHECK(why_not("snapshot.5", "12345" + mark).empty());
    CHECK(why_not("snapshot.5", "1234" + mark) == "it has only 9 bytes");
    CHECK(why_not("snapshot.5", "") == "it has only 0 bytes");
    CHECK(why_not("snapshot.5", "12345" + mark + "x").starts_with("its last five bytes"));
    CHECK(why_not("snapshot.5.gz", "\x1f\x8b").empty());
    CHECK(why_not("snapshot.5.gz", "\x1f").starts_with("it does not begin"));
    CHECK(why_not("snapshot.5.gz", "12345" + mark).starts_with("it does not begin"));
    CHECK(why_not("snapshot.5.snappy", "\x82SNAPPY\0"s).empty());
    CHECK(why_not("snapshot.5.snappy", "\x82SNAPPY"s).starts_with("it does not begin"));
    CHECK(why_not("snapshot.5.gz.tmp", "\x1f\x8b________").starts_with("its last five bytes"));
}

TEST_CASE("an opened snapshot is its decoded stream, and errors name the file") {
    for (const char* folder : {"plain", "gzip", "snappy"}) {
        const auto found =
            list_snapshots(disk(), test::golden("zookeeper/"s + folder + "/version-2").string());
        REQUIRE(found.size() == 2);
        for (const DataFile& file : found)
            CHECK(test::read_all(*open_snapshot(disk(), file)).starts_with("ZKSN"));
    }
    const TestDir dir;
    test::write_file(dir.file("snapshot.5.gz"), "\x1f\x8b and then nothing of the kind");
    const auto cut = list_snapshots(disk(), dir.path().string());
    try {
        test::read_all(*open_snapshot(disk(), cut.at(0)));
        FAIL("not refused");
    } catch (const Error& error) {
        CHECK(error.file() == dir.file("snapshot.5.gz"));
    }
}

TEST_CASE("a snapshot that expands beyond the limit is refused") {
    const std::string zeros(std::size_t{80} << 20, '\0');
    const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
        libdeflate_alloc_compressor(6), &libdeflate_free_compressor);
    std::string bomb(libdeflate_gzip_compress_bound(compressor.get(), zeros.size()), '\0');
    bomb.resize(
        libdeflate_gzip_compress(compressor.get(), zeros.data(), zeros.size(), bomb.data(), bomb.size()));
    const TestDir dir;
    test::write_file(dir.file("snapshot.5.gz"), bomb);
    const auto found = list_snapshots(disk(), dir.path().string());
    const auto read_with_limit = [&found](std::uint64_t limit) {
        const auto source = open_snapshot(disk(), found.at(0), limit);
        std::vector<std::uint8_t> buffer(1 << 20);
        std::uint64_t total = 0;
        while (const std::size_t n = source->read(buffer))
            total += n;
        return total;
    };
    CHECK_THROWS_AS(read_with_limit(100), Error);
    CHECK(read_with_limit(1000) == zeros.size());
    CHECK(read_with_limit(UINT64_MAX) == zeros.size());
}
