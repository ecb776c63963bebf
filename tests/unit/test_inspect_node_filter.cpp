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
        void (*set)(NodeFilter&);
        bool accepted;
    } table[] = {
        {"nothing", [](NodeFilter&) {}, true},
        {"one path of two",
         [](NodeFilter& f) {
             f.paths = {inspect::PathGlob("/x"), inspect::PathGlob("/a/*")};
         },
         true},
        {"no path", [](NodeFilter& f) { f.paths = {inspect::PathGlob("/x")}; }, false},
        {"ephemeral", [](NodeFilter& f) { f.is_ephemeral = true; }, true},
        {"not ephemeral", [](NodeFilter& f) { f.is_ephemeral = false; }, false},
        {"owner", [](NodeFilter& f) { f.owner = 7; }, true},
        {"other owner", [](NodeFilter& f) { f.owner = 8; }, false},
        {"least", [](NodeFilter& f) { f.least_data = 4; }, true},
        {"more", [](NodeFilter& f) { f.least_data = 5; }, false},
        {"most", [](NodeFilter& f) { f.most_data = 4; }, true},
        {"fewer", [](NodeFilter& f) { f.most_data = 3; }, false},
        {"from", [](NodeFilter& f) { f.zxid_from = 50; }, true},
        {"from later", [](NodeFilter& f) { f.zxid_from = 51; }, false},
        {"to", [](NodeFilter& f) { f.zxid_to = 50; }, true},
        {"to earlier", [](NodeFilter& f) { f.zxid_to = 49; }, false},
        {"since", [](NodeFilter& f) { f.changed_since_ms = 1000; }, true},
        {"since later", [](NodeFilter& f) { f.changed_since_ms = 1001; }, false},
        {"before", [](NodeFilter& f) { f.changed_before_ms = 1001; }, true},
        {"before, at the limit", [](NodeFilter& f) { f.changed_before_ms = 1000; }, false},
        {"one of two", [](NodeFilter& f) { f.owner = 7, f.zxid_to = 49; }, false},
    };
    for (const auto& row : table) {
        NodeFilter filter;
        row.set(filter);
        CHECK_MESSAGE(filter.accepts(node) == row.accepted, row.what);
    }
}

TEST_CASE("a container is not ephemeral") {
    keeper::SnapshotNode node;
    node.path = as_bytes("/c");
    node.stat.ephemeral_owner = tree::container_owner;
    NodeFilter filter;
    filter.is_ephemeral = false;
    CHECK(filter.accepts(node));
}
