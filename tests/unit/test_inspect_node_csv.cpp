#include "keeperfs/inspect/node_csv.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace keeperfs;

TEST_CASE("a field with a comma or a quote stands in quotes") {
    const std::vector<keeper::AclMapEntry> acls{{1, {{31, "world", "anyone"}}}};
    keeper::SnapshotNode node;
    node.path = as_bytes("/a,\"b\"\n");
    node.data = as_bytes("x");
    node.acl_id = 1;
    std::string line;
    inspect::NodeCsv(acls).append(line, node);
    CHECK(line == "\"/a,\"\"b\"\"\\x0a\",eA==,\"[[31,\"\"world\"\",\"\"anyone\"\"]]\",0x0,0x0,"
                  "1970-01-01T00:00:00.000Z,1970-01-01T00:00:00.000Z,0,0,0,0x0,0x0,0,1,0,,false\n");
}

TEST_CASE("a line has as many fields as the header") {
    const std::vector<keeper::AclMapEntry> none;
    keeper::SnapshotNode node;
    node.path = as_bytes("/");
    node.ttl_ms = 5;
    std::string line;
    inspect::NodeCsv(none).append(line, node);
    CHECK(std::ranges::count(line, ',') == std::ranges::count(inspect::NodeCsv::header(), ','));
}
