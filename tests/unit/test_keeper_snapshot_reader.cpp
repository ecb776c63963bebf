#include "support/compressed_blocks.h"
#include "support/keeper_snapshots.h"
#include "support/largest_allocation.h"
#include "support/test_dir.h"

#include "keeperfs/base/error.h"

#include <doctest/doctest.h>

#include <functional>

using namespace keeperfs;
using namespace keeperfs::keeper;
using namespace keeperfs::test;

namespace {

constexpr int newest = snapshot_version::newest;

/// Puts a body together field by field, apart from the encoder.
struct Body {
    std::string bytes;

    template <class T> Body& put(T value) {
        append_le(bytes, value);
        return *this;
    }
    Body& u8(unsigned value) { return put(static_cast<std::uint8_t>(value)); }
    Body& i32(std::int32_t value) { return put(value); }
    Body& i64(std::int64_t value) { return put(value); }
    Body& u64(std::uint64_t value) { return put(value); }
    /// Of less than 128 bytes.
    Body& string(std::string_view text) {
        u8(static_cast<unsigned>(text.size()));
        bytes += text;
        return *this;
    }
    Body& acl(std::int32_t permissions, std::string_view scheme, std::string_view id) {
        return i32(permissions).string(scheme).string(id);
    }
    Body& metadata(std::string_view configuration) {
        Body m;
        m.u8(2).u64(60).u64(3).u64(0).bytes += configuration;
        return string(m.bytes);
    }
    /// What follows path, data and ACL in the versions 0 to 3.
    Body& old_stat(std::int32_t data_length, std::int32_t children, std::int32_t seq_num) {
        return u8(1)
            .i64(11)
            .i64(12)
            .i64(13)
            .i64(14)
            .i32(1)
            .i32(2)
            .i32(3)
            .i64(0x77)
            .i32(data_length)
            .i32(children)
            .i64(15)
            .i32(seq_num);
    }
};

/// The sample, with data that is small enough to be cut and damaged at every byte.
std::string small_body(int version) {
    WholeSnapshot sample = sample_snapshot(version);
    sample.nodes[2].data = "small";
    sample.nodes[3].path = "/a/b";
    return encode(sample, version);
}
const std::string version_0 = Body()
                                  .u8(0)
                                  .metadata(std::string(25, '\0'))
                                  .i64(5)
                                  .u64(4)
                                  .string("/")
                                  .string("")
                                  .u64(0)
                                  .old_stat(0, 3, 7)
                                  .string("/a")
                                  .string("x")
                                  .u64(1)
                                  .acl(31, "digest", "u:h")
                                  .old_stat(1, 0, 0)
                                  .string("/b")
                                  .string("")
                                  .u64(2)
                                  .acl(1, "world", "anyone")
                                  .acl(31, "auth", "")
                                  .old_stat(0, 0, 0)
                                  .string("/c")
                                  .string("")
                                  .u64(1)
                                  .acl(31, "digest", "u:h")
                                  .old_stat(0, 0, 0)
                                  .u64(1)
                                  .i64(4)
                                  .i64(30'000)
                                  .bytes;

std::optional<Error> failure(const std::string& file) {
    try {
        read_snapshot(file);
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}
void check_is_bad_input(const std::string& file) {
    const auto error = failure(file);
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::bad_input);
    CHECK((error->offset() || error->compressed_offset()));
}

} // namespace

TEST_CASE("version 0 has its ACLs in the nodes; each different list gets an id of its own") {
    for (const std::size_t piece : {std::size_t{1}, SIZE_MAX}) {
        const WholeSnapshot whole = read_snapshot(plain_block(version_0), piece);
        CHECK(whole.header.version == 0);
        CHECK(whole.header.last_log_index == 60);
        CHECK(whole.header.last_log_term == 3);
        CHECK(whole.header.zxid == 60);
        CHECK(whole.header.digest_version == 0);
        CHECK(whole.header.session_id_counter == 5);
        REQUIRE(whole.nodes.size() == 4);
        CHECK(whole.nodes[0].node.acl_id == 0);
        CHECK(whole.nodes[0].node.num_children == 3);
        CHECK(whole.nodes[0].node.seq_num == 7);
        CHECK(whole.nodes[1].path == "/a");
        CHECK(whole.nodes[1].data == "x");
        CHECK(whole.nodes[1].node.acl_id == 1);
        CHECK(whole.nodes[1].node.is_sequential);
        CHECK(whole.nodes[1].node.stat.aversion == 3);
        CHECK(whole.nodes[1].node.stat.ephemeral_owner == 0x77);
        CHECK(whole.nodes[1].node.stat.pzxid == 15);
        CHECK(whole.nodes[2].node.acl_id == 2);
        CHECK(whole.nodes[3].node.acl_id == 1);
        REQUIRE(whole.acls.size() == 2);
        CHECK(whole.acls[0].list == tree::AclList{{31, "digest", "u:h"}});
        CHECK(whole.acls[1].list == tree::AclList{{1, "world", "anyone"}, {31, "auth", ""}});
        CHECK(whole.sessions == std::vector<tree::Session>{{4, 30'000, {}}});
        CHECK_FALSE(whole.cluster_configuration);
    }
}

TEST_CASE("an inline ACL list longer than the window's look-ahead is read whole") {
    Body body;
    body.u8(0).metadata(std::string(25, '\0')).i64(5).u64(1).string("/").string("").u64(20'000);
    for (int i = 0; i < 20'000; ++i)
        body.acl(i, "digest", "user:hash");
    body.old_stat(0, 0, 0).u64(0);
    const WholeSnapshot whole = read_snapshot(plain_block(body.bytes), 1000);
    REQUIRE(whole.acls.size() == 1);
    CHECK(whole.acls[0].list.size() == 20'000);
    CHECK(whole.acls[0].list.back().permissions == 19'999);
}

TEST_CASE("versions 1 and 2 have an ACL map and the sessions' authentications") {
    for (const unsigned version : {1U, 2U}) {
        Body body;
        body.u8(version).metadata(std::string(25, '\0')).i64(5);
        body.u64(1).u64(3).u64(1).acl(31, "digest", "u:h");
        body.u64(2)
            .string("/")
            .string("")
            .u64(UINT64_MAX)
            .old_stat(0, 1, 1)
            .string("/a")
            .string("x")
            .u64(3)
            .old_stat(1, 0, 0);
        body.u64(1).i64(4).i64(30'000).u64(1).string("digest").string("u:h");
        const WholeSnapshot whole = read_snapshot(plain_block(body.bytes));
        CHECK(whole.header.version == static_cast<int>(version));
        REQUIRE(whole.acls.size() == 1);
        CHECK(whole.acls[0].id == 3);
        REQUIRE(whole.nodes.size() == 2);
        CHECK(whole.nodes[0].node.acl_id == 0); // 2^64 - 1 stands for it in old snapshots
        CHECK(whole.nodes[1].node.acl_id == 3);
        CHECK(whole.sessions == std::vector<tree::Session>{{4, 30'000, {{"digest", "u:h"}}}});
    }
}

TEST_CASE("a body cut anywhere is bad input, but for the section at the end that may be missing") {
    for (int version = 0; version <= newest; ++version) {
        if (version > 0 && version < snapshot_version::oldest_written)
            continue;
        CAPTURE(version);
        const std::string body = version == 0 ? version_0 : small_body(version);
        const std::size_t without_configuration =
            version == 0 ? body.size() : body.size() - 1 - std::string("configuration").size();
        for (std::size_t size = 1; size < body.size(); ++size) {
            CAPTURE(size);
            const std::string file = plain_block(body.substr(0, size));
            if (size == without_configuration)
                CHECK_FALSE(read_snapshot(file).cluster_configuration);
            else
                check_is_bad_input(file);
        }
    }
}

TEST_CASE("a compressed file cut anywhere is bad input") {
    const std::string file = compress(small_body(5), SnapshotCodec::zstd);
    for (std::size_t size = 4; size < file.size(); ++size)
        check_is_bad_input(file.substr(0, size));
    check_is_bad_input(file + "garbage");
}

TEST_CASE("damage at any byte of the body is survived, and costs no memory that the file does not have") {
    largest_allocation = 0;
    for (int version = 0; version <= newest; ++version) {
        if (version > 0 && version < snapshot_version::oldest_written)
            continue;
        const std::string body = version == 0 ? version_0 : small_body(version);
        for (std::size_t at = 0; at < body.size(); ++at)
            for (const int flip : {0x01, 0x80, 0xff}) {
                std::string damaged = body;
                damaged[at] = static_cast<char>(damaged[at] ^ flip);
                const auto error = failure(plain_block(damaged));
                if (error)
                    CHECK(error->kind() == ErrorKind::bad_input);
            }
    }
    CHECK(largest_allocation < 1 << 20);
}

TEST_CASE("what follows the last section is counted and passed over, as servers do") {
    CHECK(read_snapshot(plain_block(small_body(5) + "unknown")).unknown_bytes == 7);
}

TEST_CASE("a body that says what cannot be is refused where it says so") {
    struct Row {
        std::string what;
        std::string body;
        std::uint64_t offset;
    };
    const std::string configuration(25, '\0');
    const auto head = [&](unsigned version) { return Body().u8(version).metadata(configuration); };
    const auto to_acls = [&] { return head(3).i64(5); };
    const auto to_nodes = [&](std::uint64_t count) { return to_acls().u64(0).u64(count); };
    const auto one_node = [&](std::string_view path) {
        return to_nodes(1).string(path).string("").u64(0).old_stat(0, 0, 0).u64(0).bytes;
    };
    const std::size_t acls_at = to_acls().bytes.size(), nodes_at = to_nodes(1).bytes.size();
    const std::string endless(11, '\xff');
    Body flag_2 = to_nodes(1).string("/").string("").u64(0);
    const std::size_t flag_at = flag_2.bytes.size();
    flag_2.old_stat(0, 0, 0).u64(0).bytes[flag_at] = 2;
    Body unknown_type = Body().u8(3);
    unknown_type.string(std::string("\3", 1) + std::string(49, '\0'));

    const std::vector<Row> rows{
        {"version 10", head(10).bytes, 0},
        {"version 255", head(255).bytes, 0},
        {"metadata without a configuration", Body().u8(3).metadata(std::string(24, '\0')).i64(5).bytes, 2},
        {"metadata of an unknown type", unknown_type.bytes, 2},
        {"a length beyond 64 bits", to_nodes(1).bytes + endless, nodes_at},
        {"a length beyond 2^31 - 1", to_nodes(1).bytes + std::string("\x80\x80\x80\x80\x08", 5),
         nodes_at + 5},
        {"ACL id 0", to_acls().u64(1).u64(0).u64(0).u64(0).u64(0).bytes, acls_at + 8},
        {"an ACL id twice", to_acls().u64(2).u64(7).u64(0).u64(7).u64(0).u64(0).u64(0).bytes, acls_at},
        {"a session twice", to_nodes(0).u64(2).i64(1).i64(1).u64(0).i64(1).i64(1).u64(0).bytes, nodes_at},
        {"an empty path", one_node(""), nodes_at},
        {"a path without a slash", one_node("a"), nodes_at},
        {"a path with an empty part", one_node("/a//b"), nodes_at},
        {"a slash at the end", one_node("/a/"), nodes_at},
        {"a flag that is neither 0 nor 1", flag_2.bytes, flag_at},
        {"more nodes than there are", to_nodes(2).string("/").string("").u64(0).old_stat(0, 0, 0).bytes,
         nodes_at + 84},
    };
    for (const Row& row : rows) {
        const auto error = failure(plain_block(row.body));
        REQUIRE_MESSAGE(error, row.what);
        CHECK_MESSAGE(error->kind() == ErrorKind::bad_input, row.what);
        CHECK_MESSAGE(error->offset() == row.offset, row.what);
    }
}

TEST_CASE("counts and lengths beyond the file are found when it ends, not allocated") {
    const std::string configuration(25, '\0');
    const auto head = [&] { return Body().u8(9).metadata(configuration).i64(1).u8(0).i64(5); };
    const std::uint64_t huge = UINT64_MAX;
    const std::string two_gib_less_one("\xff\xff\xff\xff\x07", 5);
    const std::vector<std::string> bodies{
        head().u64(huge).bytes,
        head().u64(1).put(std::uint32_t{1}).u64(huge).bytes,
        head().u64(1).put(std::uint32_t{1}).u64(1).i32(31).bytes + two_gib_less_one,
        head().u64(0).u64(huge).bytes,
        head().u64(0).u64(1).bytes + two_gib_less_one,
        head().u64(0).u64(1).string("/").bytes + two_gib_less_one,
        head().u64(0).u64(0).u64(huge).bytes,
        head().u64(0).u64(0).u64(1).i64(1).i64(1).u64(huge).bytes,
        head().u64(0).u64(0).u64(0).bytes + two_gib_less_one,
        Body().u8(9).bytes + two_gib_less_one,
        Body().u8(0).metadata(configuration).i64(5).u64(1).string("/").string("").u64(huge).bytes,
    };
    std::vector<std::string> files;
    for (const std::string& body : bodies)
        files.push_back(plain_block(body));
    largest_allocation = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
        CAPTURE(i);
        check_is_bad_input(files[i]);
    }
    CHECK(largest_allocation < 1 << 20);
}

TEST_CASE("files that are no snapshots are named for what they are") {
    for (const char* text : {"", "1", "12", "123"}) {
        const auto error = failure(text);
        REQUIRE(error);
        CHECK(error->kind() == ErrorKind::bad_input);
        CHECK(error->advice().has_value() == (*text == '\0'));
    }
    const auto chunked = failure("CKFS\x08 and so on");
    REQUIRE(chunked);
    CHECK(chunked->kind() == ErrorKind::bad_input);
    CHECK(chunked->message().find("CKFS") != std::string::npos);
    check_is_bad_input("neither zstd nor blocks, but long enough to be a header");
    check_is_bad_input(compress("", SnapshotCodec::zstd));
    const auto damaged = failure(read_file(golden("keeper/d9-flipped-byte-snapshot/snapshot_50.bin.zstd")));
    REQUIRE(damaged);
    CHECK(damaged->kind() == ErrorKind::bad_input);
}

TEST_CASE("a node's bytes stay where they are until the next one is asked for") {
    const std::string file = compress(encode(sample_snapshot(9), 9), SnapshotCodec::zstd);
    ChunkedSource source(file, 100);
    SnapshotReader reader(source);
    SnapshotNode node;
    std::uint64_t before = reader.offset();
    while (reader.next(node)) {
        const std::uint64_t size = node.path.size() + node.data.size();
        CHECK(reader.offset() >= before + size + snapshot_format::least_node_bytes - 2);
        CHECK(as_text(node.path).front() == '/');
        before = reader.offset();
    }
    CHECK_FALSE(reader.next(node)); // and again
    CHECK(reader.sessions().size() == 2);
    CHECK(reader.offset() == encode(sample_snapshot(9), 9).size());
}
