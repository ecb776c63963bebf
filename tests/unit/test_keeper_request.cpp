#include "support/keeper_records.h"

#include "keeperfs/base/error.h"

#include <doctest/doctest.h>

#include <functional>

using namespace keeperfs;
using namespace keeperfs::keeper;
using test::Jute;
using test::request_blob;
using test::servers_part;

namespace {

Request decoded(const std::string& blob) {
    static std::string kept; // spans lie in it
    kept = blob;
    Request request;
    decode_request(as_bytes(kept), 50, 1000, request);
    return request;
}
Error error_of(const std::string& blob) {
    try {
        decoded(blob);
    } catch (const Error& error) {
        return error;
    }
    FAIL("nothing was thrown");
    return Error(ErrorKind::defect, "");
}

Jute create_body(std::int32_t flags) {
    return Jute().text("/a").text("data").acl(31, "digest", "u:p").int32(flags);
}
Jute stat_body() {
    return Jute().text("/a").int32(-1).int64(1).int64(2).int64(3).int64(4).int32(5).int32(6).int32(7).int64(
        8);
}

struct OperationCase {
    OpNum op;
    std::string body;
    std::function<bool(const RequestOperation&)> is_right;
};

std::vector<OperationCase> operation_cases() {
    const auto has_path = [](const RequestOperation& o) { return as_text(o.path) == "/a"; };
    const auto is_create = [](const RequestOperation& o) {
        return as_text(o.path) == "/a" && as_text(o.data) == "data" &&
               o.acl == tree::AclList{{31, "digest", "u:p"}};
    };
    const auto has_version = [](const RequestOperation& o) {
        return as_text(o.path) == "/a" && o.version == 3;
    };
    const auto has_limit = [](const RequestOperation& o) {
        return as_text(o.path) == "/a" && o.limit == 0xffffffff;
    };
    const auto any = [](const RequestOperation&) { return true; };
    const std::string path = Jute().text("/a").bytes();
    const std::string versioned = Jute().text("/a").int32(3).bytes();
    const Jute watches = Jute().int64(5).int32(1).text("/w").int32(0).int32(2).text("/x").text("/y");
    return {
        {OpNum::close, "", any},
        {OpNum::heartbeat, "", any},
        {OpNum::create, create_body(1).bytes(),
         [=](const RequestOperation& o) { return is_create(o) && o.ephemeral && !o.sequential; }},
        {OpNum::create, create_body(2).bytes(),
         [=](const RequestOperation& o) { return is_create(o) && !o.ephemeral && o.sequential; }},
        {OpNum::create2, create_body(3).bytes(),
         [=](const RequestOperation& o) { return is_create(o) && o.ephemeral && o.sequential; }},
        {OpNum::create_if_not_exists, create_body(0).bytes(),
         [=](const RequestOperation& o) { return is_create(o) && !o.ephemeral && !o.sequential; }},
        {OpNum::create_container, create_body(4).bytes(),
         [=](const RequestOperation& o) { return is_create(o) && !o.ephemeral && o.flags == 4; }},
        {OpNum::create_ttl, create_body(5).int64(7000).bytes(),
         [=](const RequestOperation& o) {
             return is_create(o) && !o.ephemeral && !o.sequential && o.ttl_ms == 7000;
         }},
        {OpNum::create_ttl, create_body(6).int64(1).bytes(),
         [=](const RequestOperation& o) { return is_create(o) && o.sequential; }},
        {OpNum::remove, versioned, has_version},
        {OpNum::try_remove, versioned, has_version},
        {OpNum::check, versioned, has_version},
        {OpNum::check_not_exists, versioned, has_version},
        {OpNum::set, Jute().text("/a").text("data").int32(3).bytes(),
         [=](const RequestOperation& o) { return has_version(o) && as_text(o.data) == "data"; }},
        {OpNum::set, Jute().text("/a").null().int32(3).bytes(),
         [=](const RequestOperation& o) { return has_version(o) && o.data.empty(); }},
        {OpNum::set_acl, Jute().text("/a").open_acl().int32(3).bytes(),
         [=](const RequestOperation& o) { return has_version(o) && tree::is_open(o.acl); }},
        {OpNum::check_stat, stat_body().int32(9).int32(10).int64(11).bytes(),
         [](const RequestOperation& o) {
             return o.expected.czxid == 1 && o.expected.version == 5 && o.expected.ephemeral_owner == 8 &&
                    o.expected.data_length == 9 && o.expected.num_children == 10 && o.expected.pzxid == 11;
         }},
        {OpNum::remove_recursive, Jute().text("/a").int32(-1).bytes(), has_limit},
        {OpNum::list_recursive, Jute().text("/a").int32(-1).bytes(), has_limit},
        {OpNum::sync, path, has_path},
        {OpNum::get_acl, path, has_path},
        {OpNum::exists, path + '\1', has_path},
        {OpNum::get, path + '\1', has_path},
        {OpNum::simple_list, path + '\1', has_path},
        {OpNum::list, path + '\1', has_path},
        {OpNum::filtered_list, path + "\1\2", has_path},
        {OpNum::filtered_list_with_stats_and_data, path + "\1\2\1\1", has_path},
        {OpNum::check_watch, versioned, has_path},
        {OpNum::remove_watch, versioned, has_path},
        {OpNum::add_watch, versioned, has_path},
        {OpNum::set_watch, watches.bytes(), any},
        {OpNum::set_watch2, Jute(watches).int32(0).int32(0).bytes(), any},
        {OpNum::auth, Jute().int32(0).text("digest").text("u:secret").bytes(),
         [](const RequestOperation& o) { return o.acl_scheme == "digest" && as_text(o.data) == "u:secret"; }},
        {OpNum::reconfig, Jute().text("server.4=h:1").text("3").null().int64(-1).bytes(),
         [](const RequestOperation& o) {
             return o.joining == "server.4=h:1" && o.leaving == "3" && o.new_members.empty();
         }},
        {OpNum::session_id, Jute().int64(4).int64(30000).int32(2).bytes(),
         [](const RequestOperation& o) {
             return o.internal_id == 4 && o.timeout_ms == 30000 && o.server_id == 2;
         }},
    };
}

Jute part(OpNum op) { return Jute().int32(static_cast<std::int32_t>(op)).byte(0).int32(-1); }
Jute& end_of_parts(Jute& jute) { return jute.int32(-1).byte(1).int32(-1); }

} // namespace

TEST_CASE("every operation is decoded, and no byte of it can be missing or too much") {
    for (const OperationCase& c : operation_cases()) {
        INFO(name_of(c.op));
        const Request request = decoded(request_blob(7, 21, c.op, c.body));
        CHECK(request.session_id == 7);
        CHECK(request.xid == 21);
        CHECK(request.operation.op == c.op);
        CHECK(c.is_right(request.operation));
        for (std::size_t cut = 0; cut < c.body.size(); ++cut) {
            const Error error = error_of(request_blob(7, 21, c.op, c.body.substr(0, cut)));
            CHECK(error.kind() == ErrorKind::bad_input);
            CHECK(error.message().starts_with("in the record of index 50, "));
        }
        const Error longer = error_of(request_blob(7, 21, c.op, c.body + "x"));
        CHECK(longer.message() == "in the record of index 50, 1 byte is left over behind " + name_of(c.op));
        CHECK(longer.offset() == 1000 + 8 + 4 + 8 + c.body.size());
    }
}

TEST_CASE("a multi has parts, which can be of few kinds, and an end") {
    Jute body = part(OpNum::create).raw(create_body(0).bytes());
    body.raw(part(OpNum::check).text("/b").int32(4).bytes());
    const std::string open = body.bytes();
    const Request request = decoded(request_blob(7, 1, OpNum::multi, end_of_parts(body).bytes()));
    CHECK(request.operation.op == OpNum::multi);
    REQUIRE(request.parts.size() == 2);
    CHECK(request.parts[0].op == OpNum::create);
    CHECK(as_text(request.parts[1].path) == "/b");
    CHECK(request.parts[1].version == 4);

    CHECK(error_of(request_blob(7, 1, OpNum::multi, open)).message() ==
          "in the record of index 50, the data ends inside the operation of a multi");
    Jute wrong_end = Jute().int32(-1).byte(1).int32(0);
    CHECK(error_of(request_blob(7, 1, OpNum::multi, wrong_end.bytes())).message() ==
          "in the record of index 50, the end of the multi is wrong");
    Jute nested = part(OpNum::multi);
    CHECK(error_of(request_blob(7, 1, OpNum::multi, end_of_parts(nested).bytes())).message() ==
          "in the record of index 50, part 1 of the multi is Multi, which no multi can hold");
}

TEST_CASE("what stands behind the client's part ends at any field") {
    const auto with = [](std::string behind) {
        return decoded(request_blob(7, -2, OpNum::heartbeat, "", behind));
    };
    const std::string all = servers_part(123, 45, 678);
    CHECK_FALSE(with("").time_ms);
    CHECK(with("").zxid == 50);
    CHECK(with(all.substr(0, 8)).time_ms == 123);
    CHECK_FALSE(with(all.substr(0, 8)).has_zxid);
    const Request digest = with(all);
    CHECK(digest.zxid == 45);
    CHECK(digest.has_zxid);
    CHECK(digest.digest_version == 1);
    CHECK(digest.digest == 678);
    CHECK(digest.xid == -2);
    CHECK_FALSE(digest.has_64bit_xid);

    std::string no_digest = all.substr(0, 16) + '\0';
    CHECK(with(no_digest).digest_version == 0);
    CHECK(with(no_digest + std::string(8, '\0')).digest == 0);
    // The high half of -2 is all ones.
    const Request wide = with(all + std::string(3, '\0') + "\1tracing");
    CHECK(wide.has_64bit_xid);
    CHECK(wide.xid == 0x1fffffffe);
    CHECK(as_text(wide.tracing_context) == "tracing");
    for (const std::size_t cut : {1u, 7u, 9u, 15u, 16u, 18u, 24u})
        CHECK(error_of(request_blob(7, 1, OpNum::heartbeat, "", all.substr(0, cut))).kind() ==
              ErrorKind::bad_input);
}

TEST_CASE("a record without a zxid has that of its index") {
    CHECK(decoded(request_blob(-1, 0, OpNum::heartbeat, "", servers_part(1, 0, 2))).zxid == 50);
    CHECK_FALSE(decoded(request_blob(-1, 0, OpNum::heartbeat, "", servers_part(1, 0, 2))).has_zxid);
}

TEST_CASE("lengths that cannot be, unknown operations and batches are refused where they stand") {
    for (const std::int32_t length : {-1, 0, 7, 9, INT32_MAX, INT32_MIN}) {
        std::string blob = request_blob(7, 1, OpNum::heartbeat, "");
        store_be(reinterpret_cast<std::uint8_t*>(blob.data()) + 8, length);
        CHECK(error_of(blob).offset() == 1008);
        CHECK(error_of(blob).got() == std::to_string(length));
    }
    CHECK(error_of("short").offset() == 1000);
    CHECK(error_of(request_blob(7, 1, OpNum{99}, "")).message() ==
          "in the record of index 50, there is an operation that is not known, op 99");
    CHECK(error_of(request_blob(7, 1, OpNum{99}, "")).offset() == 1016);
    CHECK(error_of(request_blob(INT64_MIN, 1, OpNum::heartbeat, "")).message() ==
          "in the record of index 50, there is a batch of requests, which no release writes");
}

TEST_CASE("operations are found by ClickHouse's names in any case, and by their numbers") {
    for (const OperationCase& c : operation_cases()) {
        CHECK(parse_op(name_of(c.op)) == c.op);
        CHECK(parse_op(std::to_string(static_cast<std::int32_t>(c.op))) == c.op);
    }
    CHECK(name_of(OpNum::get_acl) == "GetACL");
    CHECK(parse_op("getacl") == OpNum::get_acl);
    CHECK(parse_op("CREATETTL") == OpNum::create_ttl);
    for (const char* none : {"", "99", "create_ttl", "Creat", "Creates", "1x", "0"})
        CHECK_FALSE(parse_op(none));
    CHECK(name_of(OpNum{10}) == "op 10");
}

TEST_CASE("reads, heartbeats and watches do not change the tree") {
    for (const OpNum op : {OpNum::close, OpNum::create, OpNum::multi, OpNum::try_remove, OpNum::set_acl})
        CHECK(can_change_the_tree(op));
    for (const OpNum op : {OpNum::get, OpNum::heartbeat, OpNum::sync, OpNum::check, OpNum::multi_read,
                           OpNum::auth, OpNum::session_id, OpNum{99}})
        CHECK_FALSE(can_change_the_tree(op));
}
