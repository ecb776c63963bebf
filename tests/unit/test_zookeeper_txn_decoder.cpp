#include "support/zookeeper_bytes.h"
#include "zookeeper/txn_decoder.h"

#include "keeperfs/base/error.h"

#include <doctest/doctest.h>

#include <vector>

using namespace keeperfs;
using namespace keeperfs::zookeeper;
using test::Jute;

namespace {

/// Where the record lies in its file.
constexpr std::uint64_t record_at = 1000;
constexpr std::uint64_t body_at = record_at + 32;

/// A decoded transaction with the bytes that its spans lie in.
struct Decoded {
    std::string bytes;
    Transaction txn;
    Decoded(TxnType type, std::string_view body) : bytes(test::txn_header(0x2a, type).append(body)) {
        decode_transaction(as_bytes(bytes), record_at, txn);
    }
    const Operation& only() const {
        REQUIRE(txn.operations.size() == 1);
        return txn.operations[0];
    }
};

Error error_of(TxnType type, std::string_view body) {
    try {
        Decoded decoded(type, body);
    } catch (const Error& error) {
        return error;
    }
    return Error(ErrorKind::defect, "not refused").at(0);
}

Jute created() { return Jute().text("/a").text("data").open_acl(); }

std::string multi(const std::vector<std::pair<TxnType, std::string>>& operations) {
    Jute jute;
    jute.int32(static_cast<std::int32_t>(operations.size()));
    for (const auto& [type, body] : operations)
        jute.int32(static_cast<std::int32_t>(type)).text(body);
    return jute.bytes();
}

/// One right body for each type that a record can have, closeSession aside.
std::vector<std::pair<TxnType, std::string>> right_bodies() {
    return {{TxnType::create_session, Jute().int32(30000).bytes()},
            {TxnType::error, Jute().int32(-101).bytes()},
            {TxnType::create, created().byte(1).int32(4).bytes()},
            {TxnType::create2, created().byte(0).int32(4).bytes()},
            {TxnType::create_container, created().int32(4).bytes()},
            {TxnType::create_ttl, created().int32(4).int64(5000).bytes()},
            {TxnType::remove, Jute().text("/a").bytes()},
            {TxnType::delete_container, Jute().text("/a").bytes()},
            {TxnType::set_data, Jute().text("/a").text("data").int32(6).bytes()},
            {TxnType::reconfig, Jute().text("/zookeeper/config").text("data").int32(-1).bytes()},
            {TxnType::set_acl, Jute().text("/a").acl(1, "ip", "::1").int32(7).bytes()},
            {TxnType::multi, multi({{TxnType::check, Jute().text("/a").int32(6).bytes()},
                                    {TxnType::remove, Jute().text("/a").bytes()}})}};
}

} // namespace

TEST_CASE("the header of a transaction") {
    const Decoded d(TxnType::error, Jute().int32(-101).bytes());
    CHECK(d.txn.session == 0x100);
    CHECK(d.txn.cxid == 7);
    CHECK(d.txn.zxid == 0x2a);
    CHECK(d.txn.time_ms == 1700000000000);
    CHECK(d.txn.type == TxnType::error);
    CHECK(d.only().error == -101);
    CHECK(d.txn.failed());
}

TEST_CASE("create and its kin") {
    struct Case {
        TxnType type;
        Jute body;
        bool ephemeral;
        std::int64_t ttl_ms;
    };
    for (const Case& c : {Case{TxnType::create, created().byte(1).int32(4), true, 0},
                          Case{TxnType::create2, created().byte(0).int32(4), false, 0},
                          Case{TxnType::create_container, created().int32(4), false, 0},
                          Case{TxnType::create_ttl, created().int32(4).int64(5000), false, 5000}}) {
        const Decoded d(c.type, c.body.bytes() + test::digest_fields(77));
        const Operation& op = d.only();
        CHECK(op.type == c.type);
        CHECK(as_text(op.path) == "/a");
        CHECK(as_text(op.data) == "data");
        CHECK(as_text(op.acl) == Jute().open_acl().bytes());
        CHECK(op.ephemeral == c.ephemeral);
        CHECK(op.parent_cversion == 4);
        CHECK(op.ttl_ms == c.ttl_ms);
        CHECK(d.txn.digest->value == 77);
        CHECK(d.txn.leftover_bytes == 0);
        CHECK_FALSE(d.txn.failed());
    }
}

TEST_CASE("null data and a null ACL are told from empty ones") {
    const Decoded null(TxnType::create, Jute().text("/a").null().null().byte(0).int32(1).bytes());
    CHECK(null.only().data_is_null);
    CHECK(null.only().acl.empty());
    const Decoded empty(TxnType::create, Jute().text("/a").text("").int32(0).byte(0).int32(1).bytes());
    CHECK_FALSE(empty.only().data_is_null);
    CHECK(empty.only().acl.size() == 4);
}

TEST_CASE("a create from before 3.4 ends before the parent's cversion") {
    const Decoded d(TxnType::create, created().byte(1).bytes());
    CHECK(d.only().ephemeral);
    CHECK(d.only().parent_cversion == -1);
    CHECK_FALSE(d.txn.digest);
    CHECK(error_of(TxnType::create2, created().byte(1).bytes()).kind() == ErrorKind::bad_input);
}

TEST_CASE("the other operations") {
    CHECK(as_text(Decoded(TxnType::remove, Jute().text("/a").bytes()).only().path) == "/a");
    CHECK(as_text(Decoded(TxnType::delete_container, Jute().text("/c").bytes()).only().path) == "/c");
    const Decoded set(TxnType::set_data, Jute().text("/a").text("data").int32(INT32_MIN).bytes());
    CHECK(as_text(set.only().data) == "data");
    CHECK(set.only().version == INT32_MIN);
    const Decoded config(TxnType::reconfig,
                         Jute().text("/zookeeper/config").text("server.1=").int32(-1).bytes());
    CHECK(as_text(config.only().data) == "server.1=");
    CHECK(config.only().version == -1);
    const Decoded acl(TxnType::set_acl, Jute().text("/").acl(1, "ip", "::1").int32(7).bytes());
    CHECK(as_text(acl.only().path) == "/");
    CHECK(decode_acl(acl.only().acl) == tree::AclList{{1, "ip", "::1"}});
    CHECK(acl.only().version == 7);
    const Decoded session(TxnType::create_session, Jute().int32(30000).bytes() + test::digest_fields(1));
    CHECK(session.txn.timeout_ms == 30000);
    CHECK(session.txn.operations.empty());
    CHECK(session.txn.digest);
}

TEST_CASE("closeSession has no body, only a digest, or a list with or without a digest") {
    struct Case {
        const char* what;
        std::string body;
        std::vector<std::string> paths;
        bool digest;
    };
    const std::string some_digest = test::digest_fields(0xffffffff00000000);
    const Jute two = Jute().int32(2).text("/a").text("/b");
    for (const Case& c : {Case{"nothing", "", {}, false}, Case{"only a digest", some_digest, {}, true},
                          Case{"no paths", Jute().int32(0).bytes(), {}, false},
                          Case{"no paths, digest", Jute().int32(0).bytes() + some_digest, {}, true},
                          Case{"paths", two.bytes(), {"/a", "/b"}, false},
                          Case{"paths, digest", two.bytes() + some_digest, {"/a", "/b"}, true},
                          Case{"a path, 12 bytes", Jute().int32(1).text("/abc").bytes(), {"/abc"}, false}}) {
        const Decoded d(TxnType::close_session, c.body);
        std::vector<std::string> paths;
        for (const Bytes path : d.txn.closed_paths)
            paths.emplace_back(as_text(path));
        CHECK_MESSAGE(paths == c.paths, c.what);
        CHECK_MESSAGE(d.txn.digest.has_value() == c.digest, c.what);
        CHECK_MESSAGE(d.txn.leftover_bytes == 0, c.what);
    }
    CHECK(error_of(TxnType::close_session, Jute().int32(2).text("/a").raw("123").bytes()).offset() ==
          body_at + 10);
    CHECK(error_of(TxnType::close_session, Jute().int32(1).null().raw("1234567890").bytes()).offset() ==
          body_at + 4);
    CHECK(error_of(TxnType::close_session, Jute().int32(-2).bytes()).offset() == body_at);
}

TEST_CASE("a multi's operations come in order, and one error makes it a failed one") {
    const std::string create = created().byte(0).int32(4).bytes(), error = Jute().int32(-2).bytes();
    const Decoded done(TxnType::multi, multi({{TxnType::create, create},
                                              {TxnType::check, Jute().text("/a").int32(3).bytes()},
                                              {TxnType::create2, create},
                                              {TxnType::create_container, created().int32(1).bytes()},
                                              {TxnType::create_ttl, created().int32(1).int64(9).bytes()},
                                              {TxnType::set_data, Jute().text("/a").null().int32(1).bytes()},
                                              {TxnType::remove, Jute().text("/a").bytes()},
                                              {TxnType::delete_container, Jute().text("/a").bytes()}}) +
                                           test::digest_fields(5));
    CHECK(done.txn.operations.size() == 8);
    CHECK(done.txn.operations[1].type == TxnType::check);
    CHECK(done.txn.operations[1].version == 3);
    CHECK(done.txn.operations[4].ttl_ms == 9);
    CHECK(done.txn.operations[5].data_is_null);
    CHECK_FALSE(done.txn.failed());
    CHECK(done.txn.digest);

    const Decoded failed(TxnType::multi, multi({{TxnType::create, create}, {TxnType::error, error}}));
    CHECK(failed.txn.failed());
    CHECK(as_text(failed.txn.operations[0].path) == "/a");
    CHECK(failed.txn.operations[1].error == -2);
    CHECK(Decoded(TxnType::multi, multi({})).txn.operations.empty());
}

TEST_CASE("what no multi can hold is refused") {
    for (const TxnType type : {TxnType::multi, TxnType::set_acl, TxnType::reconfig, TxnType::create_session,
                               TxnType::close_session, TxnType{99}, TxnType{0}}) {
        const Error error = error_of(TxnType::multi, multi({{TxnType::remove, Jute().text("/a").bytes()},
                                                            {type, Jute().int32(0).int64(0).bytes()}}));
        CHECK(error.message() ==
              "in transaction 0x2a (multi), operation 2 is a " + name_of(type) + ", which no multi can hold");
        CHECK(error.offset() == body_at + 18);
    }
    const Jute null_body = Jute().int32(1).int32(2).null();
    CHECK(error_of(TxnType::multi, null_body.bytes()).offset() == body_at + 8);
    CHECK(error_of(TxnType::multi, Jute().null().bytes()).offset() == body_at);
    CHECK(error_of(TxnType::multi, Jute().int32(-2).bytes()).offset() == body_at);
    CHECK(error_of(TxnType::multi, Jute().int32(INT32_MAX).int64(0).bytes()).got() == "2147483647");
    // A body that is too short for its type, though the record goes on behind it.
    const Error cut =
        error_of(TxnType::multi, multi({{TxnType::set_data, Jute().text("/a").text("").bytes()}}) + "more");
    CHECK(cut.message() == "in transaction 0x2a (multi), the data ends inside the version");
    CHECK(cut.offset() == body_at + 4 + 8 + 10);
    // The form without the parent's cversion is older than multis.
    CHECK(error_of(TxnType::multi, multi({{TxnType::create, created().byte(1).bytes()}})).kind() ==
          ErrorKind::bad_input);
}

TEST_CASE("unknown types are refused with offset, zxid and type") {
    for (const std::int32_t type : {0, 3, 99, -2, 13, INT32_MAX, INT32_MIN}) {
        const Error error = error_of(TxnType{type}, Jute().text("/a").int32(0).bytes());
        CHECK(error.message() == "transaction 0x2a is of a type that is not known");
        CHECK(error.offset() == record_at + type_offset_in_record);
        CHECK(error.got() == name_of(TxnType{type}));
    }
}

TEST_CASE("a body cut anywhere is refused, and the record's bytes are never left") {
    for (const auto& [type, body] : right_bodies()) {
        CHECK_NOTHROW(Decoded(type, body));
        for (std::size_t cut = 0; cut < body.size(); ++cut) {
            const bool is_old_create = type == TxnType::create && cut + 4 >= body.size();
            if (is_old_create)
                continue;
            const Error error = error_of(type, body.substr(0, cut));
            CHECK_MESSAGE(error.kind() == ErrorKind::bad_input, cut);
            CHECK(*error.offset() <= body_at + cut);
        }
    }
    const std::string header = test::txn_header(1, TxnType::error);
    Transaction txn;
    for (std::size_t cut = 0; cut < header.size(); ++cut)
        CHECK_THROWS_AS(decode_transaction(as_bytes(header).first(cut), 0, txn), Error);
}

TEST_CASE("bytes behind body and digest are counted") {
    for (const auto& [type, body] : right_bodies()) {
        CHECK(Decoded(type, body + "12345").txn.leftover_bytes == 5);
        const Decoded with_digest(type, body + test::digest_fields(8) + "123");
        CHECK(with_digest.txn.leftover_bytes == 3);
        CHECK(with_digest.txn.digest->version == 2);
        CHECK(with_digest.txn.digest->value == 8);
    }
    const Decoded inside(TxnType::multi, multi({{TxnType::remove, Jute().text("/a").raw("xy").bytes()}}));
    CHECK(inside.txn.leftover_bytes == 2);
}

TEST_CASE("lengths in bodies that are negative or too large are refused where they stand") {
    for (const std::int32_t length : {-2, INT32_MIN, INT32_MAX, 100}) {
        CHECK(error_of(TxnType::remove, Jute().int32(length).raw("/a").bytes()).offset() == body_at);
        CHECK(error_of(TxnType::set_data, Jute().text("/a").int32(length).int32(0).bytes()).offset() ==
              body_at + 6);
        CHECK(error_of(TxnType::set_acl, Jute().text("/a").int32(length).int32(0).bytes()).offset() ==
              body_at + 6);
    }
    CHECK(error_of(TxnType::remove, Jute().null().bytes()).offset() == body_at);
}

TEST_CASE("nothing of an earlier transaction is left when its object is used again") {
    Transaction txn;
    for (const std::string& bytes : {test::txn_header(1, TxnType::close_session) +
                                         Jute().int32(1).text("/a").bytes() + test::digest_fields(1) + "x",
                                     test::txn_header(2, TxnType::create_session) + Jute().int32(5).bytes(),
                                     test::txn_header(3, TxnType::remove) + Jute().text("/a").bytes()})
        decode_transaction(as_bytes(bytes), 0, txn);
    CHECK(txn.closed_paths.empty());
    CHECK(txn.timeout_ms == 0);
    CHECK_FALSE(txn.digest);
    CHECK(txn.leftover_bytes == 0);
    CHECK(txn.operations.size() == 1);
}
