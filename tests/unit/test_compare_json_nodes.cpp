#include "keeperfs/base/error.h"
#include "keeperfs/compare/json_nodes.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using compare::Field;
using compare::FieldSet;
using compare::JsonNodeReader;
using compare::Node;

namespace {

std::optional<Error> failure(std::string_view text) {
    io::MemorySource source(as_bytes(text));
    JsonNodeReader reader(source);
    try {
        for (Node node; reader.next(node);) {
        }
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

} // namespace

TEST_CASE("both spellings of a client's view are read") {
    const std::string_view text =
        R"({"path": "/a", "data": "eA==", "acl": [{"perms": 1, "scheme": "ip", "id": "h"}], "czxid": 3, "ephemeralOwner": 5, "numChildren": 2, "mtime": 7}
{"path":"/b","data_b64":null,"acl":[[31,"world","anyone"]],"czxid":"0x10","ephemeral_owner":"0xfffffffffffffffe","num_children":0,"mtime":"1970-01-01T00:00:01.500Z"}
)";
    io::MemorySource source(as_bytes(text));
    JsonNodeReader reader(source);
    Node node;
    REQUIRE(reader.next(node));
    CHECK(reader.fields() == FieldSet::of(Field::data, Field::null_data, Field::acl, Field::czxid,
                                          Field::ephemeral_owner, Field::num_children, Field::mtime));
    CHECK(as_text(node.path) == "/a");
    CHECK(as_text(node.data) == "x");
    CHECK(node.acl->list == tree::AclList{{1, "ip", "h"}});
    CHECK(node.stat.czxid == 3);
    CHECK(node.stat.ephemeral_owner == 5);
    CHECK(node.num_children == 2);
    CHECK(node.stat.mtime == 7);
    REQUIRE(reader.next(node));
    CHECK(node.data_is_null);
    CHECK(node.data.empty());
    CHECK(node.acl->list.empty());
    CHECK(node.stat.czxid == 16);
    CHECK(node.stat.ephemeral_owner == -2);
    CHECK(node.stat.mtime == 1500);
    CHECK_FALSE(reader.next(node));
}

TEST_CASE("a path that is no UTF-8 comes from its exact bytes") {
    const std::string_view text = "{\"path\":\"/\\ufffd\",\"path_b64\":\"L/8=\"}";
    io::MemorySource source(as_bytes(text));
    JsonNodeReader reader(source);
    Node node;
    REQUIRE(reader.next(node));
    CHECK(as_text(node.path) == "/\xff");
}

TEST_CASE("a line that is no node ends in an error with its number") {
    for (const char* line :
         {"{", "[]", "1", "{}", R"({"path":1})", R"({"path":"a"})", R"({"path":"/a/"})", R"({"path":"/a//b"})",
          R"({"path":"/a","data_b64":"?"})", R"({"path":"/a","data_b64":"eB=="})", R"({"path":"/a","data_b64":3})",
          R"({"path":"/a","acl":3})", R"({"path":"/a","acl":[3]})", R"({"path":"/a","acl":[[1,2,3]]})",
          R"({"path":"/a","acl":[["x","a","b"]]})", R"({"path":"/a","czxid":"x"})", R"({"path":"/a","czxid":1.5})",
          R"({"path":"/a","version":4294967296})", R"({"path":"/a","mtime":"soon"})", R"({"path":"/a","ttl_ms":"x"})",
          R"({"path":"/a","version":1} {})"}) {
        CAPTURE(line);
        const auto error = failure(std::string("{\"path\":\"/\"}\n\n") + line);
        REQUIRE(error);
        CHECK(error->kind() == ErrorKind::bad_input);
        CHECK(error->line() == 3);
    }
}

TEST_CASE("what the first line has every line must have") {
    const auto error = failure("{\"path\":\"/\",\"version\":1}\n{\"path\":\"/a\"}\n");
    REQUIRE(error);
    CHECK(error->message().find("version") != std::string::npos);
    CHECK_FALSE(failure("{\"path\":\"/\"}\n{\"path\":\"/a\",\"version\":1}\n"));
}
