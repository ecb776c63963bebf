// A subtree of one snapshot comes into another.
#include "support/rewrite_scene.h"

#include <doctest/doctest.h>

#include <map>

using namespace keeperfs;
using namespace keeperfs::test;
using convert::ConflictPolicy;
namespace v = keeper::snapshot_version;

namespace {

const tree::AclList alice{{31, "digest", "alice:h"}}, bob{{1, "digest", "bob:h"}};

/// /base with /base/own, which the import may meet.
WholeSnapshot base() {
    WholeSnapshot whole = plain_snapshot(v::containers);
    whole.header.digest_version = 4;
    whole.acls = {{1, bob}};
    add_node(whole, "/base").acl_id = 1;
    add_node(whole, "/base/own", "mine");
    whole.nodes[1].node.seq_num = 5, whole.nodes[1].node.stat.cversion = 8;
    whole.header.digest = digest_of(whole);
    return whole;
}

/// /part with two levels, all sorts of nodes, and an ACL whose id means another list in base().
WholeSnapshot part() {
    WholeSnapshot whole = plain_snapshot(v::containers);
    whole.acls = {{1, alice}, {2, bob}, {3, {}}};
    add_node(whole, "/keeper");
    add_node(whole, "/part").acl_id = 1;
    add_node(whole, "/part/own", "theirs").acl_id = 2;
    add_node(whole, "/part/own/deep").acl_id = 3;
    add_node(whole, "/part/ttl").ttl_ms = 77;
    add_node(whole, "/part/live").stat.ephemeral_owner = 5;
    add_node(whole, "/partner");
    for (OwnedNode& node : whole.nodes) {
        node.node.stat.czxid = 3, node.node.stat.mzxid = 4, node.node.stat.pzxid = 5;
        node.node.stat.version = 6, node.node.stat.cversion = 7, node.node.stat.aversion = 8;
        if (!node.node.ttl_ms && !node.node.is_ephemeral())
            node.node.seq_num = 90;
    }
    return whole;
}

struct Scene : RewriteScene {
    explicit Scene(const std::string& to, ConflictPolicy policy = ConflictPolicy::refuse,
                   const std::string& from = "/part", const WholeSnapshot& other = part())
        : RewriteScene(base(), v::containers) {
        files.put("/in/part", compress(encode(other, v::containers), keeper::SnapshotCodec::lz4_blocks));
        options.edits.graft = {"/in/part", from, to, policy};
    }
};

std::map<std::string, OwnedNode> by_path(const WholeSnapshot& whole) {
    std::map<std::string, OwnedNode> nodes;
    for (const OwnedNode& node : whole.nodes)
        CHECK(nodes.emplace(node.path, node).second);
    return nodes;
}

tree::AclList list_of(const WholeSnapshot& whole, std::uint64_t id) {
    for (const keeper::AclMapEntry& entry : whole.acls)
        if (entry.id == id)
            return entry.list;
    CHECK(id == 0);
    return {};
}

} // namespace

TEST_CASE("a subtree comes with data, ACLs, counters and stat, under another path") {
    Scene scene("/base/new");
    const convert::SnapshotRewriteReport report = scene.run();
    const WholeSnapshot whole = scene.result();
    auto nodes = by_path(whole);
    const auto source = by_path(part());
    CHECK(nodes.size() == 3 + 4);
    for (const char* below : {"", "/own", "/own/deep", "/ttl"}) {
        CAPTURE(below);
        const OwnedNode& got = nodes.at(std::string("/base/new") + below);
        const OwnedNode& wanted = source.at(std::string("/part") + below);
        CHECK(got.data == wanted.data);
        CHECK(got.node.stat == wanted.node.stat);
        CHECK(got.node.seq_num == wanted.node.seq_num);
        CHECK(got.node.ttl_ms == wanted.node.ttl_ms);
        CHECK(list_of(whole, got.node.acl_id) == list_of(part(), wanted.node.acl_id));
    }
    CHECK(nodes.at("/base/new").node.num_children == 2); // the ephemeral one stays behind
    CHECK(list_of(whole, nodes.at("/base").node.acl_id) == bob);
    // As if a client had created the top.
    const keeper::SnapshotNode& parent = nodes.at("/base").node;
    CHECK(parent.num_children == 2);
    CHECK(parent.seq_num == 6);
    CHECK(parent.stat.cversion == 9);
    CHECK(parent.stat.pzxid == whole.header.zxid);
    CHECK(whole.header.digest == digest_of(whole));
    REQUIRE(report.imported);
    CHECK(report.imported->nodes == 4);
    CHECK(report.tree_changed);
}

TEST_CASE("what is there already: refused, kept or replaced") {
    Scene refused("/base");
    const auto error = refused.failure();
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::refused);
    CHECK(std::string(error->what()).find("/base is there already") != std::string::npos);

    Scene keeps("/base", ConflictPolicy::keep);
    const auto report = keeps.run();
    auto nodes = by_path(keeps.result());
    CHECK(report.imported->passed_over == 2);
    CHECK(report.imported->nodes == 2);
    CHECK(nodes.at("/base/own").data == "mine");
    CHECK(nodes.contains("/base/own/deep"));
    CHECK(nodes.contains("/base/ttl"));
    CHECK(nodes.at("/base").node.seq_num == 90); // the greater of both: the names of its children came
    CHECK(nodes.at("/base").node.num_children == 2);
    CHECK(nodes.at("/base/own").node.seq_num == 90);
    CHECK(nodes.at("/base/own").node.num_children == 1);

    Scene replaces("/base", ConflictPolicy::replace);
    replaces.run();
    nodes = by_path(replaces.result());
    CHECK(nodes.size() == 1 + 4);
    CHECK(nodes.at("/base/own").data == "theirs");
    CHECK(nodes.at("/base").node.stat.cversion == 7);
    CHECK(nodes.at("/").node.num_children == 1);
    CHECK(nodes.at("/").node.stat.cversion == 2); // one child went, one came

    Scene nothing_there("/base/fresh", ConflictPolicy::replace);
    nothing_there.run();
    CHECK(by_path(nothing_there.result()).contains("/base/fresh/own/deep"));
}

TEST_CASE("a whole tree comes without what is the server's") {
    Scene scene("/base/all", ConflictPolicy::refuse, "/");
    scene.run();
    const auto nodes = by_path(scene.result());
    CHECK(nodes.contains("/base/all/partner"));
    CHECK(nodes.contains("/base/all/part/own/deep"));
    CHECK(!nodes.contains("/base/all/keeper"));
}

TEST_CASE("imported nodes that are newer lift the zxid") {
    WholeSnapshot newer = part();
    newer.nodes[2].node.stat.mzxid = 1000;
    Scene scene("/new", ConflictPolicy::refuse, "/part", newer);
    const auto report = scene.run();
    CHECK(report.zxid == 1000);
    CHECK(scene.result().header.zxid == 1000);
    Scene old("/new", ConflictPolicy::refuse, "/part", newer);
    old.options.snapshot_version = v::zxid_and_digest - 1;
    CHECK(old.failure()->kind() == ErrorKind::refused); // it has no zxid beside the log index
}

TEST_CASE("what cannot be meant, and damage in either snapshot") {
    const auto kind = [](Scene scene) {
        return scene.failure().value_or(Error(ErrorKind::defect, "done")).kind();
    };
    CHECK(kind(Scene("/")) == ErrorKind::usage);
    CHECK(kind(Scene("/nowhere/new")) == ErrorKind::usage);
    CHECK(kind(Scene("/keeper/new")) == ErrorKind::usage);
    CHECK(kind(Scene("new")) == ErrorKind::usage);
    CHECK(kind(Scene("/new", ConflictPolicy::refuse, "/missing")) == ErrorKind::usage);
    WholeSnapshot twice = part();
    add_node(twice, "/part/own");
    CHECK(kind(Scene("/new", ConflictPolicy::refuse, "/part", twice)) == ErrorKind::bad_input);
    WholeSnapshot unknown_acl = part();
    unknown_acl.nodes[2].node.acl_id = 44;
    CHECK(kind(Scene("/new", ConflictPolicy::refuse, "/part", unknown_acl)) == ErrorKind::bad_input);
    WholeSnapshot orphan = part();
    orphan.nodes.push_back({"/part/gone/child", "", {}});
    CHECK(kind(Scene("/new", ConflictPolicy::refuse, "/part", orphan)) == ErrorKind::bad_input);
}
