// The writer makes of what the reader hands out the very bytes that real servers wrote.
#include "support/byte_streams.h"
#include "support/test_dir.h"
#include "support/zookeeper_bytes.h"

#include "keeperfs/base/error.h"
#include "keeperfs/zookeeper/data_dir.h"
#include "keeperfs/zookeeper/snapshot_format.h"
#include "keeperfs/zookeeper/snapshot_writer.h"

#include <doctest/doctest.h>

#include <utility>

using namespace keeperfs;
using namespace keeperfs::zookeeper;

namespace {

std::string rewritten(const std::string& bytes) {
    io::MemorySource source(as_bytes(bytes));
    SnapshotReader reader(source);
    SnapshotEncoder encoder;
    std::string out;
    encoder.begin(out, reader.sessions(), reader.acls());
    for (SnapshotNode node; reader.next(node);)
        encoder.node(out, node);
    encoder.end(out, reader.trailer());
    return out;
}

ErrorKind kind_of_refusal(const SnapshotNode& node) {
    SnapshotEncoder encoder;
    std::string out = "untouched";
    try {
        encoder.node(out, node);
    } catch (const Error& error) {
        CHECK(out == "untouched");
        return error.kind();
    }
    return ErrorKind::defect;
}

} // namespace

TEST_CASE("snapshots of real servers are written byte for byte") {
    constexpr struct {
        const char *folder, *name;
    } files[] = {
        {"plain", "snapshot.0"},        {"plain", "snapshot.3e"},
        {"gzip", "snapshot.3d.gz"},     {"snappy", "snapshot.3d.snappy"},
        {"fuzzy", "snapshot.5ec"},      {"quota-ttl-no-digest", "snapshot.2d"},
        {"release-3.4", "snapshot.e"},  {"release-3.5", "snapshot.65"},
        {"release-3.9", "snapshot.3f"}, {"quorum-reconfig", "snapshot.20000003a"},
    };
    std::size_t written = 0;
    for (const auto& file : files) {
        const std::string directory =
            test::golden(std::string("zookeeper/") + file.folder + "/version-2").string();
        for (const DataFile& data : list_snapshots(io::FileSystem::system(), directory)) {
            if (data.name != file.name)
                continue;
            const auto source = open_snapshot(io::FileSystem::system(), data);
            const std::string bytes = test::read_all(*source);
            CHECK_MESSAGE(rewritten(bytes) == bytes, file.folder);
            ++written;
        }
    }
    CHECK(written == std::size(files));
}

TEST_CASE("every field and every section, made by hand") {
    tree::Stat stat;
    stat.czxid = 1, stat.mzxid = -2, stat.pzxid = 3, stat.ctime = 4, stat.mtime = 5;
    stat.version = 6, stat.cversion = -7, stat.aversion = 8, stat.ephemeral_owner = INT64_MIN;
    for (const bool has_digest : {false, true})
        for (const bool has_zxid : {false, true}) {
            test::SnapshotBytes wanted;
            wanted.jute.int32(2).int64(-5).int32(30'000).int64(9).int32(-1);
            wanted.jute.int32(2).int64(7).acl(1, "world", "anyone").int64(3).int32(0);
            wanted.node("", std::nullopt).node("/a", std::string_view("\0x", 2), 7, stat).end_of_nodes();
            if (has_digest)
                wanted.digest(12, 0xfedcba9876543210);
            if (has_zxid)
                wanted.last_zxid(13);
            CHECK(rewritten(wanted.bytes()) == wanted.bytes());
        }
}

TEST_CASE("the caller may empty the buffer between two parts") {
    const std::string bytes = test::SnapshotBytes().no_sessions_no_acls().node("").end_of_nodes().bytes();
    SnapshotEncoder encoder;
    std::string whole, piece;
    const auto take = [&] { whole += std::exchange(piece, {}); };
    encoder.begin(piece, {}, {});
    take();
    SnapshotNode root;
    root.acl_number = snapshot_format::open_acl_number;
    encoder.node(piece, root);
    take();
    encoder.end(piece, {});
    take();
    CHECK(whole == bytes);
}

TEST_CASE("what no stream can hold is refused before it is begun") {
    for (const char* path : {"/", "a", "/a/", "/a//b", "//"}) {
        SnapshotNode node;
        node.path = as_bytes(std::string_view(path));
        CHECK_MESSAGE(kind_of_refusal(node) == ErrorKind::refused, path);
    }
    const tree::Session session{1, std::int64_t{INT32_MAX} + 1, {}};
    std::string out;
    CHECK_THROWS_AS(SnapshotEncoder().begin(out, {&session, 1}, {}), Error);
    CHECK(out.empty());
}
