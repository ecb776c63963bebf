#include "support/keeper_snapshots.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <doctest/doctest.h>

#include <functional>

using namespace keeperfs;
using namespace keeperfs::keeper;
using namespace keeperfs::test;

namespace {

constexpr int oldest = snapshot_version::oldest_written, newest = snapshot_version::newest;

void check_equal(const WholeSnapshot& got, const WholeSnapshot& wanted) {
    CHECK(got.header.version == wanted.header.version);
    CHECK(got.header.last_log_index == wanted.header.last_log_index);
    CHECK(got.header.last_log_term == wanted.header.last_log_term);
    CHECK(got.header.metadata_configuration == wanted.header.metadata_configuration);
    CHECK(got.header.zxid == wanted.header.zxid);
    CHECK(got.header.digest_version == wanted.header.digest_version);
    CHECK(got.header.digest == wanted.header.digest);
    CHECK(got.header.session_id_counter == wanted.header.session_id_counter);
    REQUIRE(got.acls.size() == wanted.acls.size());
    for (std::size_t i = 0; i < got.acls.size(); ++i) {
        CHECK(got.acls[i].id == wanted.acls[i].id);
        CHECK(got.acls[i].list == wanted.acls[i].list);
    }
    CHECK(got.nodes == wanted.nodes);
    CHECK(got.sessions == wanted.sessions);
    CHECK(got.cluster_configuration == wanted.cluster_configuration);
    CHECK(got.unknown_bytes == 0);
}

std::optional<Error> failure(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

} // namespace

TEST_CASE("a snapshot of every version and codec reads back as it was, however its bytes arrive") {
    for (int version = oldest; version <= newest; ++version)
        for (const SnapshotCodec codec : {SnapshotCodec::zstd, SnapshotCodec::lz4_blocks}) {
            CAPTURE(version);
            const WholeSnapshot sample = sample_snapshot(version);
            const std::string file = compress(encode(sample, version), codec);
            for (const std::size_t piece : {std::size_t{1}, std::size_t{1000}, SIZE_MAX})
                check_equal(read_snapshot(file, piece), sample);
            io::MemorySource source(as_bytes(file));
            CHECK(SnapshotReader(source).codec() == codec);
        }
}

TEST_CASE("without a cluster configuration the section at the end is left out") {
    WholeSnapshot sample = sample_snapshot(5);
    const std::size_t with = encode(sample, 5).size();
    sample.cluster_configuration.reset();
    const std::string body = encode(sample, 5);
    CHECK(body.size() + 1 + std::string("configuration").size() == with);
    CHECK_FALSE(read_snapshot(compress(body, SnapshotCodec::zstd)).cluster_configuration);
}

TEST_CASE("a node of each version has the bytes of the format") {
    OwnedNode node{"/a", "xyz", {}};
    tree::Stat& stat = node.node.stat;
    stat.czxid = 1, stat.mzxid = 2, stat.ctime = 3, stat.mtime = 4, stat.pzxid = 9;
    stat.version = 5, stat.cversion = 6, stat.aversion = 7, stat.ephemeral_owner = 8;
    node.node.acl_id = 0x0a, node.node.num_children = 2, node.node.seq_num = 0x0b;

    const auto hex_of = [&](int version) {
        std::string bytes;
        SnapshotEncoder(version).node(bytes, node.view());
        return hex_bytes(as_bytes(bytes));
    };
    const std::string path_and_data = "022f610378797a";
    const std::string times = "0100000000000000020000000000000003000000000000000400000000000000";
    const std::string counters_and_owner = "0500000006000000070000000800000000000000";
    const std::string before = path_and_data + "0a00000000000000";
    const std::string children_and_pzxid = "020000000900000000000000";
    const std::string version_3 =
        before + "00" + times + counters_and_owner + "03000000" + children_and_pzxid + "0b000000";
    CHECK(hex_of(3) == version_3);
    CHECK(hex_of(4) == version_3 + "f300000000000000"); // 208 + 2 * 16 + 3
    CHECK(hex_of(5) == hex_of(4));
    CHECK(hex_of(6) == before + times + counters_and_owner + children_and_pzxid + "0b000000");
    const std::string version_7 =
        path_and_data + "0a000000" + times + counters_and_owner + children_and_pzxid + "0b00000000000000";
    CHECK(hex_of(7) == version_7);
    CHECK(hex_of(8) == version_7 + "00");
    node.node.ttl_ms = 0x0c;
    CHECK(hex_of(9) == version_7 + "010c00000000000000");
    node.node.ttl_ms.reset();
    node.node.is_sequential = true;
    CHECK(hex_of(5).substr(before.size(), 2) == "01");
}

TEST_CASE("what a version cannot hold is refused, and nothing of it is written") {
    const auto refuses = [](int version, const std::function<void(SnapshotNode&)>& change) {
        OwnedNode node{"/\n", "", {}};
        change(node.node);
        std::string out;
        const auto error = failure([&] { SnapshotEncoder(version).node(out, node.view()); });
        CHECK(out.empty() == error.has_value());
        if (error) {
            CHECK(error->kind() == ErrorKind::refused);
            CHECK(error->message().find("\"/\\x0a\"") != std::string::npos);
        }
        return error.has_value();
    };
    for (int version = oldest; version <= newest; ++version) {
        CAPTURE(version);
        CHECK(refuses(version, [](SnapshotNode& n) { n.ttl_ms = 1; }) == (version < 8));
        CHECK(refuses(version, [](SnapshotNode& n) { n.stat.ephemeral_owner = tree::container_owner; }) ==
              (version < 9));
        CHECK(refuses(version, [](SnapshotNode& n) { n.seq_num = std::int64_t{INT32_MAX} + 1; }) ==
              (version < 7));
        CHECK(refuses(version, [](SnapshotNode& n) { n.seq_num = std::int64_t{INT32_MIN} - 1; }) ==
              (version < 7));
        CHECK(refuses(version, [](SnapshotNode& n) { n.acl_id = std::uint64_t{1} << 32; }));
        CHECK_FALSE(refuses(version, [](SnapshotNode& n) { n.seq_num = INT32_MIN; }));
        CHECK_FALSE(refuses(version, [](SnapshotNode& n) { n.acl_id = UINT32_MAX; }));
    }
}

TEST_CASE("a header that a version cannot hold is refused") {
    const auto refusal = [](int version, const std::function<void(WholeSnapshot&)>& change) {
        WholeSnapshot sample = sample_snapshot(version);
        change(sample);
        const auto error = failure([&] { encode(sample, version); });
        return error ? error->kind() : ErrorKind{};
    };
    const auto digest = [](WholeSnapshot& w) { w.header.digest_version = 1; };
    const auto zxid = [](WholeSnapshot& w) { w.header.zxid += 1; };
    CHECK(refusal(4, digest) == ErrorKind::refused);
    CHECK(refusal(5, digest) == ErrorKind{});
    CHECK(refusal(4, zxid) == ErrorKind::refused);
    CHECK(refusal(5, zxid) == ErrorKind{});
    CHECK(refusal(9, [](WholeSnapshot& w) { w.header.digest_version = 6; }) == ErrorKind::refused);
    CHECK(refusal(6, [](WholeSnapshot& w) { w.acls[0].id = 0; }) == ErrorKind::refused);
    CHECK(refusal(6, [](WholeSnapshot& w) { w.acls[1].id = std::uint64_t{1} << 32; }) == ErrorKind::refused);
    CHECK(refusal(6, [](WholeSnapshot& w) { w.header.metadata_configuration.clear(); }) == ErrorKind::defect);
}

TEST_CASE("only the versions 3 to 9 are written") {
    for (const int version : {-1, 0, 2, 10})
        CHECK_THROWS_AS(SnapshotEncoder{version}, Error);
}
