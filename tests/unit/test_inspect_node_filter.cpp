#include "keeperfs/inspect/node_filter.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using inspect::NodeFilter;

TEST_CASE("a node is accepted when it meets every condition that is set") {
    keeper::SnapshotNode node;
    node.path = as_bytes("/a/b");
    node.data = as_bytes("1234");
    node.stat.mzxid = 50;
    node.stat.mtime = 1000;
    node.stat.ephemeral_owner = 7;
    const struct {
        const char* what;
        NodeFilter filter;
        bool accepted;
    } table[] = {
        {"nothing", {}, true},
        {"one path of two", {.paths = {inspect::PathGlob("/x"), inspect::PathGlob("/a/*")}}, true},
        {"no path", {.paths = {inspect::PathGlob("/x")}}, false},
        {"ephemeral", {.is_ephemeral = true}, true},
        {"not ephemeral", {.is_ephemeral = false}, false},
        {"owner", {.owner = 7}, true},
        {"other owner", {.owner = 8}, false},
        {"least", {.least_data = 4}, true},
        {"more", {.least_data = 5}, false},
        {"most", {.most_data = 4}, true},
        {"fewer", {.most_data = 3}, false},
        {"from", {.zxid_from = 50}, true},
        {"from later", {.zxid_from = 51}, false},
        {"to", {.zxid_to = 50}, true},
        {"to earlier", {.zxid_to = 49}, false},
        {"since", {.changed_since_ms = 1000}, true},
        {"since later", {.changed_since_ms = 1001}, false},
        {"before", {.changed_before_ms = 1001}, true},
        {"before, at the limit", {.changed_before_ms = 1000}, false},
        {"one of two", {.owner = 7, .zxid_to = 49}, false},
    };
    for (const auto& [what, filter, accepted] : table)
        CHECK_MESSAGE(filter.accepts(node) == accepted, what);
}

TEST_CASE("a container is not ephemeral") {
    keeper::SnapshotNode node;
    node.path = as_bytes("/c");
    node.stat.ephemeral_owner = tree::container_owner;
    NodeFilter filter;
    filter.is_ephemeral = false;
    CHECK(filter.accepts(node));
}
