#include "keeperfs/base/text.h"
#include "keeperfs/inspect/node_json.h"

#include <doctest/doctest.h>

#include <string>

using namespace keeperfs;
using inspect::NodeData;
using inspect::NodeJson;

namespace {

std::string json_text(std::string_view text) {
    std::string out;
    inspect::append_json_text(out, text);
    return out;
}

std::string of(const keeper::SnapshotNode& node, NodeData data = NodeData::with) {
    const std::vector<keeper::AclMapEntry> acls{{3, {{31, "world", "anyone"}, {1, "ip", "::1"}}}, {4, {}}};
    std::string out;
    NodeJson(acls).append(out, node, data);
    return out;
}

} // namespace

TEST_CASE("a JSON text has no control character and no byte that is not UTF-8") {
    CHECK(json_text("a/b") == R"("a/b")");
    CHECK(json_text("\"\\") == R"("\"\\")");
    CHECK(json_text(std::string_view("\0\n\x1b\x7f", 4)) == R"("\u0000\u000a\u001b\u007f")");
    CHECK(json_text("\xc2\x9b") == R"("\u009b")");
    CHECK(json_text("\xc2\xa0\xc3\xa9\xf0\x9f\x98\x80") == "\"\xc2\xa0\xc3\xa9\xf0\x9f\x98\x80\"");
    CHECK(json_text("a\xff"
                    "b\xe2\x82") == "\"a\xef\xbf\xbd"
                                    "b\xef\xbf\xbd\xef\xbf\xbd\"");
}

TEST_CASE("a node has all its fields") {
    keeper::SnapshotNode node;
    node.path = as_bytes("/a");
    node.data = as_bytes("\xff\x01");
    node.acl_id = 3;
    node.stat = {.czxid = 1, .mzxid = 255, .pzxid = 16, .ctime = 1'700'000'000'123, .mtime = -1};
    node.stat.version = -2, node.stat.cversion = 3, node.stat.aversion = 4;
    node.stat.ephemeral_owner = -1;
    node.num_children = 5;
    node.seq_num = 1LL << 40;
    node.ttl_ms = 9;
    node.is_sequential = true;
    CHECK(of(node) == R"({"path":"/a","data_b64":"/wE=","acl":[[31,"world","anyone"],[1,"ip","::1"]],)"
                      R"("czxid":"0x1","mzxid":"0xff","ctime":"2023-11-14T22:13:20.123Z",)"
                      R"("mtime":"1969-12-31T23:59:59.999Z","version":-2,"cversion":3,"aversion":4,)"
                      R"("ephemeral_owner":"0xffffffffffffffff","pzxid":"0x10","num_children":5,)"
                      R"("data_length":2,"seq_num":1099511627776,"ttl_ms":9,"is_sequential":true})");
    CHECK(of(node, NodeData::without).find("data_b64") == std::string::npos);
}

TEST_CASE("an open ACL is an empty list, and one that the snapshot lacks is null") {
    keeper::SnapshotNode node;
    node.path = as_bytes("/");
    for (const auto& [id, json] :
         {std::pair(0, "\"acl\":[],"), std::pair(4, "\"acl\":[],"), std::pair(5, "\"acl\":null,")}) {
        node.acl_id = static_cast<std::uint64_t>(id);
        CHECK(of(node).find(json) != std::string::npos);
    }
}

TEST_CASE("a path that is no UTF-8 comes a second time, exactly") {
    keeper::SnapshotNode node;
    node.path = as_bytes("/\xff");
    CHECK(of(node).starts_with("{\"path\":\"/\xef\xbf\xbd\",\"path_b64\":\"L/8=\","));
}

TEST_CASE("times are those of time_text, whatever came before") {
    keeper::SnapshotNode node;
    node.path = as_bytes("/");
    for (const std::int64_t ms :
         {std::int64_t{0}, std::int64_t{86'399'999}, std::int64_t{86'400'000}, std::int64_t{-86'400'000},
          std::int64_t{-86'400'001}, std::int64_t{253402300800000}, INT64_MAX, INT64_MIN}) {
        node.stat.ctime = ms;
        CHECK_MESSAGE(of(node).find("\"ctime\":\"" + time_text(ms) + "\"") != std::string::npos, ms);
    }
}
