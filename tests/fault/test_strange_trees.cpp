// Trees that no sane client makes, and every client may.
#include "fault/conversion.h"
#include "support/zookeeper_dir.h"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <map>

using namespace keeperfs;
using namespace keeperfs::test;

namespace {

/// The converted nodes' data by path.
std::map<std::string, std::string> converted(const ZooKeeperDir& input) {
    const CoordinationDir out;
    convert::ZooKeeperToKeeperOptions options;
    options.source.snapshots_dir = options.source.logs_dir = input.path();
    options.output_dir = out.snapshots();
    const auto report = convert::zookeeper_to_keeper(io::FileSystem::system(), options, nullptr);
    io::FileSource file(io::FileSystem::system(), report.output_file);
    std::map<std::string, std::string> nodes;
    for (const OwnedNode& node : read_snapshot(file).nodes)
        nodes[node.path] = node.data;
    return nodes;
}

std::string create(std::int64_t zxid, const std::string& path, const std::string& data) {
    return txn_record({.zxid = zxid, .session = 1, .time_ms = 1, .type = 1},
                      body::create(path, data, open_acl, false, -1));
}

} // namespace

TEST_CASE("names of every byte value, from a snapshot and from a log, come out as they were") {
    std::map<std::string, std::string> wanted{{"/", ""}};
    ZooKeeperDir input;
    SnapshotSpec snapshot{.zxid = 5, .nodes = {{"", "", -1, stat_of(1, 254)}}};
    std::vector<std::string> records;
    for (int byte = 0; byte < 256; ++byte) {
        if (byte == '/')
            continue;
        for (const char* const where : {"snapshot-", "log-"}) {
            const std::string path = std::string("/") + where + static_cast<char>(byte) + "-";
            wanted[path] = std::string(3, static_cast<char>(byte));
            if (where[0] == 's')
                snapshot.nodes.push_back({path, wanted[path], -1, stat_of(2)});
            else
                records.push_back(create(6 + static_cast<std::int64_t>(records.size()), path, wanted[path]));
        }
    }
    input.snapshot(snapshot);
    input.log(6, records);
    CHECK(converted(input) == wanted);
}

TEST_CASE("names of a megabyte come out as they were") {
    constexpr std::size_t size = 1 << 20;
    const std::string long_name = "/" + std::string(size, 'n');
    ZooKeeperDir input;
    std::map<std::string, std::string> wanted{{"/", ""}, {long_name, "long"}, {long_name + "/log", "longer"}};
    SnapshotSpec snapshot{.zxid = 5,
                          .nodes = {{"", "", -1, stat_of(1, 1)}, {long_name, "long", -1, stat_of(2, 0)}}};
    input.snapshot(snapshot);
    input.log(6, {create(6, long_name + "/log", "longer")});
    CHECK(converted(input) == wanted);
}

TEST_CASE("more logs than a process may have open files come out as they were") {
    rlimit files{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &files) == 0);
    rlimit few = files;
    few.rlim_cur = 100;
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
    ZooKeeperDir input;
    std::map<std::string, std::string> wanted{{"/", ""}};
    input.snapshot({.zxid = 5, .nodes = {{"", "", -1, stat_of(1, 1)}}});
    for (std::int64_t zxid = 6; zxid < 1500; ++zxid) {
        const std::string path = fmt::format("/node-{}", zxid);
        wanted[path] = "made by a log of its own";
        input.log(zxid, {create(zxid, path, wanted[path])});
    }
    const auto nodes = converted(input);
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &files) == 0);
    CHECK(nodes == wanted);
}

TEST_CASE("a tree of two thousand levels comes out as it was") {
    SnapshotSpec snapshot{.zxid = 5, .nodes = {{"", "", -1, stat_of(1, 1)}}};
    std::map<std::string, std::string> wanted{{"/", ""}};
    std::string path;
    for (int level = 0; level < 2000; ++level) {
        path += "/d";
        snapshot.nodes.push_back({path, "x", -1, stat_of(2, 1)});
        wanted[path] = "x";
    }
    ZooKeeperDir input;
    input.snapshot(snapshot);
    CHECK(converted(input) == wanted);
}
