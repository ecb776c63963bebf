#include "support/byte_streams.h"
#include "support/test_dir.h"
#include "support/zookeeper_bytes.h"

#include "keeperfs/base/error.h"
#include "keeperfs/zookeeper/snapshot_reader.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace keeperfs;
using namespace keeperfs::zookeeper;
using test::ChunkedSource;
using test::SnapshotBytes;

namespace {

SnapshotBytes small() { return std::move(SnapshotBytes().no_sessions_no_acls().node("")); }

/// Everything that a snapshot holds, as text.
std::string all_of(io::Source& source) {
    SnapshotReader reader(source);
    std::string out;
    for (const tree::Session& session : reader.sessions())
        out += fmt::format("session {} {}\n", session.id, session.timeout_ms);
    for (const NumberedAcl& acl : reader.acls())
        out += fmt::format("acl {} {}\n", acl.number, encode_acl(acl.list));
    SnapshotNode node;
    while (reader.next(node)) {
        const tree::Stat& s = node.stat;
        out += fmt::format("{} {} {} {} {} {} {} {} {} {} {} {} {} {} {}\n", node.offset, as_text(node.path),
                           as_text(node.data), node.data_is_null, node.acl_number, s.czxid, s.mzxid, s.pzxid,
                           s.ctime, s.mtime, s.version, s.cversion, s.aversion, s.ephemeral_owner,
                           reader.nodes_read());
    }
    const SnapshotTrailer& trailer = reader.trailer();
    if (trailer.digest)
        out += fmt::format("digest {} {} {}\n", trailer.digest->zxid, trailer.digest->version,
                           trailer.digest->value);
    if (trailer.last_processed_zxid)
        out += fmt::format("zxid {}\n", *trailer.last_processed_zxid);
    return out + fmt::format("unknown {}", trailer.unknown_bytes);
}
std::string all_of(std::string_view bytes) {
    io::MemorySource source(as_bytes(bytes));
    return all_of(source);
}

Error error_of(io::Source& source) {
    try {
        all_of(source);
    } catch (const Error& error) {
        return error;
    }
    return Error(ErrorKind::defect, "not refused").at(0);
}
Error error_of(std::string_view bytes) {
    io::MemorySource source(as_bytes(bytes));
    return error_of(source);
}

SnapshotTrailer trailer_of(std::string_view bytes) {
    io::MemorySource source(as_bytes(bytes));
    SnapshotReader reader(source);
    SnapshotNode node;
    while (reader.next(node))
        ;
    return reader.trailer();
}

} // namespace

TEST_CASE("a snapshot's sessions, ACLs and nodes come out as they were put in") {
    SnapshotBytes bytes;
    bytes.jute.int32(1).int64(std::int64_t(0xc8000020d6410000)).int32(30000);
    bytes.jute.int32(2).int64(7).acl(31, "digest", "me:x").int64(3).int32(0);
    const tree::Stat stat{.czxid = 1,
                          .mzxid = 2,
                          .pzxid = 3,
                          .ctime = 4,
                          .mtime = 5,
                          .version = -6,
                          .cversion = 7,
                          .aversion = 8,
                          .ephemeral_owner = INT64_MIN};
    bytes.node("", std::nullopt).node("/a", "data", 7, stat).end_of_nodes();

    io::MemorySource source(as_bytes(bytes.bytes()));
    SnapshotReader reader(source);
    REQUIRE(reader.sessions().size() == 1);
    CHECK(reader.sessions()[0].id == std::int64_t(0xc8000020d6410000));
    CHECK(reader.sessions()[0].timeout_ms == 30000);
    REQUIRE(reader.acls().size() == 2);
    CHECK(reader.acls()[0].list == tree::AclList{{31, "digest", "me:x"}});
    CHECK(reader.acls()[1].number == 3);
    CHECK(reader.acls()[1].list.empty());

    SnapshotNode node;
    REQUIRE(reader.next(node));
    CHECK(node.path.empty());
    CHECK(node.data_is_null);
    CHECK(node.acl_number == snapshot_format::open_acl_number);
    REQUIRE(reader.next(node));
    CHECK(as_text(node.path) == "/a");
    CHECK(as_text(node.data) == "data");
    CHECK_FALSE(node.data_is_null);
    CHECK(node.acl_number == 7);
    CHECK(node.stat == stat);
    CHECK_FALSE(reader.next(node));
    CHECK_FALSE(reader.next(node));
    CHECK(reader.nodes_read() == 2);
    CHECK(reader.offset() == bytes.bytes().size());
    CHECK(reader.findings().empty());
}

TEST_CASE("the sections behind the nodes are told by their size") {
    CHECK_FALSE(trailer_of(small().end_of_nodes().bytes()).digest);
    CHECK_FALSE(trailer_of(small().end_of_nodes().bytes()).last_processed_zxid);

    const SnapshotTrailer d = trailer_of(small().end_of_nodes().digest(9, 0xfedcba9876543210).bytes());
    REQUIRE(d.digest);
    CHECK(d.digest->zxid == 9);
    CHECK(d.digest->version == 2);
    CHECK(d.digest->value == 0xfedcba9876543210);
    CHECK_FALSE(d.last_processed_zxid);

    const SnapshotTrailer z = trailer_of(small().end_of_nodes().last_zxid(10).bytes());
    CHECK_FALSE(z.digest);
    CHECK(z.last_processed_zxid == 10);

    const SnapshotTrailer both = trailer_of(small().end_of_nodes().digest(9, 1).last_zxid(10).bytes());
    CHECK(both.digest);
    CHECK(both.last_processed_zxid == 10);
    CHECK(both.unknown_bytes == 0);
}

TEST_CASE("junk behind the last section is counted and reported, however long it is") {
    for (const std::size_t junk : {1u, 20u, 22u, 32u, 34u, 53u, 55u, 600000u}) {
        const std::string tail(junk, 'j');
        const std::string bytes = small().end_of_nodes().digest(9, 1).last_zxid(10).bytes();
        const std::string with_tail = bytes + tail;
        io::MemorySource file(as_bytes(with_tail));
        SnapshotReader reader(file);
        SnapshotNode node;
        while (reader.next(node))
            ;
        CHECK(reader.trailer().digest);
        CHECK(reader.trailer().last_processed_zxid == 10);
        CHECK(reader.trailer().unknown_bytes == junk);
        REQUIRE(reader.findings().size() == 1);
        CHECK(reader.findings()[0].code == "snapshot.unknown-bytes");
        CHECK(reader.findings()[0].offset == bytes.size());
    }
    CHECK(trailer_of(small().end_of_nodes().bytes() + "junk").unknown_bytes == 4);
}

TEST_CASE("a digest of version 1 stands in hexadecimal digits") {
    for (const bool with_zxid : {false, true}) {
        SnapshotBytes bytes = small().end_of_nodes();
        bytes.jute.int64(9).int32(1).text("1f2e3d4c5b6a7988");
        bytes.seal();
        if (with_zxid)
            bytes.last_zxid(11);
        const SnapshotTrailer trailer = trailer_of(bytes.bytes());
        REQUIRE(trailer.digest);
        CHECK(trailer.digest->version == 1);
        CHECK(trailer.digest->value == 0x1f2e3d4c5b6a7988);
        CHECK(trailer.last_processed_zxid.has_value() == with_zxid);
        CHECK(trailer.unknown_bytes == 0);
    }
}

TEST_CASE("a section of the right size with a wrong seal is damage") {
    for (std::string bytes :
         {small().end_of_nodes().digest(9, 1).bytes(), small().end_of_nodes().last_zxid(9).bytes(),
          small().end_of_nodes().digest(9, 1).last_zxid(10).bytes()}) {
        bytes[bytes.size() - 6] ^= 1;
        CHECK(error_of(bytes).message() == "the checksum of a section behind the nodes is wrong");
    }
}

TEST_CASE("a wrong seal says what it should be") {
    SnapshotBytes bytes = small();
    bytes.jute.text("/").int64(0x123456789).text("/");
    const Error error = error_of(bytes.bytes());
    CHECK(error.message() == "the checksum of everything up to here is wrong");
    CHECK(error.offset() == bytes.bytes().size() - 13);
    CHECK(error.got() == "0x123456789");

    SnapshotBytes no_mark = small();
    no_mark.jute.text("/");
    no_mark.jute.int64(adler32(adler32_start, as_bytes(no_mark.bytes()))).text("x");
    CHECK(error_of(no_mark.bytes()).message() == "the end mark behind the checksum is wrong");
}

TEST_CASE("files of another kind or version are refused by name") {
    CHECK(error_of("").got() == "0 bytes");
    CHECK(error_of("ZKLG\0\0\0\2 and so on").message() == "this is no ZooKeeper snapshot");
    for (const std::int32_t version : {0, 1, 3}) {
        const Error error =
            error_of(SnapshotBytes(version).no_sessions_no_acls().node("").end_of_nodes().bytes());
        CHECK(error.message() == "the snapshot has a format version that is not known");
        CHECK(error.offset() == 4);
        CHECK(error.got() == std::to_string(version));
    }
}

TEST_CASE("lengths and counts that the file cannot hold are refused where they stand") {
    constexpr std::uint64_t sessions_at = 16, acls_at = 20, nodes_at = 24;
    struct Case {
        const char* what;
        test::Jute behind_header;
        std::uint64_t offset;
    };
    const std::string some(60, '\0');
    const Case cases[] = {
        {"number of sessions", test::Jute().int32(INT32_MAX).raw(some), sessions_at},
        {"number of sessions", test::Jute().int32(-1).raw(some), sessions_at},
        {"number of sessions", test::Jute().int32(6).raw(some), sessions_at},
        {"number of ACLs", test::Jute().int32(0).int32(INT32_MAX).raw(some), acls_at},
        {"number of ACLs", test::Jute().int32(0).int32(-2).raw(some), acls_at},
        {"number of entries of an ACL", test::Jute().int32(0).int32(1).int64(1).int32(-1).raw(some),
         acls_at + 12},
        {"number of entries of an ACL", test::Jute().int32(0).int32(1).int64(1).int32(6).raw(some),
         acls_at + 12},
        {"scheme of an ACL", test::Jute().int32(0).int32(1).int64(1).int32(1).int32(31).null().raw(some),
         acls_at + 20},
        {"id of an ACL",
         test::Jute().int32(0).int32(1).int64(1).int32(1).int32(31).text("ip").int32(INT32_MAX).raw(some),
         acls_at + 26},
        {"path length of a node", test::Jute().int32(0).int32(0).int32(INT32_MAX).raw(some + some), nodes_at},
        {"path length of a node", test::Jute().int32(0).int32(0).int32(-1).raw(some + some), nodes_at},
        {"path length of a node", test::Jute().int32(0).int32(0).int32(-2).raw(some + some), nodes_at},
        {"data length of a node", test::Jute().int32(0).int32(0).text("/a").int32(INT32_MAX).raw(some + some),
         nodes_at + 6},
        {"data length of a node", test::Jute().int32(0).int32(0).text("/a").int32(-2).raw(some + some),
         nodes_at + 6},
        {"data length of a node", test::Jute().int32(0).int32(0).text("/a").int32(121).raw(some + some),
         nodes_at + 6},
    };
    for (const Case& c : cases) {
        const Error error = error_of(SnapshotBytes().bytes() + c.behind_header.bytes());
        CHECK(error.kind() == ErrorKind::bad_input);
        CHECK(error.message() == "the " + std::string(c.what) + " cannot be right");
        CHECK(error.offset() == c.offset);
        CHECK(error.advice());
    }
}

TEST_CASE("without a known size too, memory follows the bytes that arrive and not the claimed length") {
    const std::string bytes = SnapshotBytes()
                                  .no_sessions_no_acls()
                                  .jute.text("/a")
                                  .int32(INT32_MAX)
                                  .raw(std::string(100, 'd'))
                                  .bytes();
    ChunkedSource source(bytes, 3);
    const Error error = error_of(source);
    CHECK(error.message() == "the data ends inside the data of a node");
    CHECK(error.got() == "100 bytes");
    CHECK(error.wanted() == "2147483647 bytes");
    CHECK(error.offset() == 34);

    const std::string counts = SnapshotBytes().jute.int32(INT32_MAX).raw(std::string(24, '\1')).bytes();
    ChunkedSource many(counts, 5);
    CHECK(error_of(many).message() == "the data ends inside the id of a session");
}

TEST_CASE("paths that are none are refused, and so is a list of nodes without a root") {
    for (const char* path : {"a", "//a", "/a/", "/a//b", "relative/and/long"}) {
        SnapshotBytes bytes = small();
        const std::size_t offset = bytes.bytes().size();
        const Error error = error_of(bytes.node(path).end_of_nodes().bytes());
        CHECK(error.kind() == ErrorKind::bad_input);
        CHECK(error.offset() == offset);
    }
    CHECK(error_of(SnapshotBytes().no_sessions_no_acls().node("/a").end_of_nodes().bytes()).message() ==
          "the list of nodes ends without a root node");
    CHECK(error_of(SnapshotBytes().no_sessions_no_acls().end_of_nodes().bytes()).message() ==
          "the list of nodes ends without a root node");
}

TEST_CASE("odd entries of the tables are kept and reported once per kind") {
    SnapshotBytes bytes;
    bytes.jute.int32(2).int64(1).int32(-5).int64(2).int32(-6);
    bytes.jute.int32(4)
        .int64(-7)
        .int32(0)
        .int64(3)
        .int32(0)
        .int64(3)
        .acl(64, "world", "anyone")
        .int64(0)
        .int32(0);
    bytes.node("").end_of_nodes();
    io::MemorySource source(as_bytes(bytes.bytes()));
    const SnapshotReader reader(source);
    CHECK(reader.acls().size() == 4);
    REQUIRE(reader.findings().size() == 4);
    CHECK(reader.findings()[0].code == "snapshot.negative-timeout");
    CHECK(reader.findings()[0].message == "2 sessions have a negative timeout.");
    CHECK(reader.findings()[0].offset == 28);
    CHECK(reader.findings()[1].code == "snapshot.acl-number");
    CHECK(reader.findings()[1].message == "2 ACLs have a number that is not positive.");
    CHECK(reader.findings()[2].code == "snapshot.acl-twice");
    CHECK(reader.findings()[2].message == "1 ACL has the number of an earlier one.");
    CHECK(reader.findings()[3].code == "snapshot.acl-permissions");
}

TEST_CASE("a snapshot reads the same whatever pieces it arrives in") {
    SnapshotBytes made = small();
    for (int i = 0; i < 300; ++i)
        made.node("/n" + std::to_string(i), std::string(static_cast<std::size_t>(i * 37 % 5000), 'd'));
    made.end_of_nodes().digest(5, 6).last_zxid(7);
    for (const std::string& bytes :
         {made.bytes(), test::read_file(test::golden("zookeeper/release-3.9/version-2/snapshot.3f"))}) {
        const std::string whole = all_of(bytes);
        ChunkedSource byte_by_byte(bytes, 1);
        CHECK(all_of(byte_by_byte) == whole);
        for (unsigned seed = 0; seed < 20; ++seed) {
            ChunkedSource pieces(bytes, std::size_t{2} << seed, seed);
            CHECK(all_of(pieces) == whole);
        }
    }
}

TEST_CASE(
    "a snapshot cut before its first seal ends is refused, and one cut later has bytes of no known kind") {
    const std::string bytes = test::read_file(test::golden("zookeeper/plain/version-2/snapshot.0"));
    const std::size_t first_seal_end = bytes.size() - snapshot_format::digest_section_bytes;
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
        const std::string part = bytes.substr(0, cut);
        const bool looks_like_zxid = cut == first_seal_end + snapshot_format::zxid_section_bytes;
        if (cut < first_seal_end || looks_like_zxid) {
            CHECK_MESSAGE(error_of(part).kind() == ErrorKind::bad_input, cut);
            ChunkedSource unknown_size(part, 100);
            CHECK_MESSAGE(error_of(unknown_size).kind() == ErrorKind::bad_input, cut);
        } else {
            const SnapshotTrailer trailer = trailer_of(part);
            CHECK_FALSE(trailer.digest);
            CHECK(trailer.unknown_bytes == cut - first_seal_end);
        }
    }
}

TEST_CASE("no flipped byte of a snapshot goes unseen") {
    for (const char* name :
         {"zookeeper/plain/version-2/snapshot.0", "zookeeper/release-3.9/version-2/snapshot.0"}) {
        const std::string bytes = test::read_file(test::golden(name));
        for (std::size_t i = 0; i < bytes.size(); ++i)
            for (const int bits : {0x01, 0x80, 0xff}) {
                std::string damaged = bytes;
                damaged[i] = static_cast<char>(damaged[i] ^ bits);
                CHECK_MESSAGE(error_of(damaged).kind() == ErrorKind::bad_input, i);
            }
    }
}
