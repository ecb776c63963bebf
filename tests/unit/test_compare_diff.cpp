#include "support/compared_trees.h"
#include "support/random_tree.h"

#include <doctest/doctest.h>

#include <functional>
#include <map>
#include <random>

using namespace keeperfs;
using namespace keeperfs::test;
using compare::Difference;
using compare::DifferenceKind;
using compare::DiffOptions;
using compare::Field;
using compare::FieldSet;

namespace {

constexpr int newest = keeper::snapshot_version::newest;

/// A tree that every form holds, parents first.
WholeSnapshot small_tree() {
    WholeSnapshot whole = sample_snapshot(newest);
    whole.cluster_configuration.reset();
    std::erase_if(whole.nodes, [](const OwnedNode& node) { return node.path.size() > 100; });
    std::int32_t children = 0;
    for (OwnedNode& node : whole.nodes) {
        node.node.num_children = node.path == "/a" ? 1 : 0;
        if (node.path != "/" && node.path.rfind('/') == 0)
            ++children;
        if (node.data.size() > 1000)
            node.data.resize(1000);
    }
    whole.nodes.front().node.num_children = children;
    return whole;
}

OwnedNode& node_of(WholeSnapshot& whole, const std::string& path) {
    return *std::ranges::find(whole.nodes, path, &OwnedNode::path);
}

struct Change {
    Field field;
    const char* path;
    std::function<void(OwnedNode&)> make;
};

const std::vector<Change> changes{
    {Field::data, "/a", [](OwnedNode& node) { node.data += "x"; }},
    {Field::data, "/a/n0000000001", [](OwnedNode& node) { node.data.back() ^= 1; }},
    {Field::acl, "/a", [](OwnedNode& node) { node.node.acl_id = 9; }},
    {Field::acl, "/a", [](OwnedNode& node) { node.node.acl_id = 0; }},
    {Field::czxid, "/a", [](OwnedNode& node) { ++node.node.stat.czxid; }},
    {Field::mzxid, "/a", [](OwnedNode& node) { ++node.node.stat.mzxid; }},
    {Field::pzxid, "/", [](OwnedNode& node) { ++node.node.stat.pzxid; }},
    {Field::ctime, "/a", [](OwnedNode& node) { --node.node.stat.ctime; }},
    {Field::mtime, "/a", [](OwnedNode& node) { --node.node.stat.mtime; }},
    {Field::version, "/a", [](OwnedNode& node) { ++node.node.stat.version; }},
    {Field::cversion, "/a", [](OwnedNode& node) { ++node.node.stat.cversion; }},
    {Field::aversion, "/a", [](OwnedNode& node) { ++node.node.stat.aversion; }},
    {Field::ephemeral_owner, "/ephemeral", [](OwnedNode& node) { node.node.stat.ephemeral_owner = 5; }},
    {Field::ephemeral_owner, "/ephemeral", [](OwnedNode& node) { node.node.stat.ephemeral_owner = 0; }},
    {Field::num_children, "/a", [](OwnedNode& node) { ++node.node.num_children; }},
    {Field::seq_num, "/a", [](OwnedNode& node) { ++node.node.seq_num; }},
    {Field::ttl_ms, "/ttl", [](OwnedNode& node) { node.node.ttl_ms = 1; }},
    {Field::ttl_ms, "/ttl", [](OwnedNode& node) { node.node.ttl_ms.reset(); }},
    {Field::container, "/container", [](OwnedNode& node) { node.node.stat.ephemeral_owner = 0; }},
};

using Write = std::string (*)(ComparedTrees&, const std::string&, const WholeSnapshot&);

const std::vector<std::pair<const char*, Write>> forms{
    {"a snapshot", [](ComparedTrees& trees, const std::string& name,
                      const WholeSnapshot& whole) { return trees.keeper_snapshot(name, whole); }},
    {"a snapshot in blocks",
     [](ComparedTrees& trees, const std::string& name, const WholeSnapshot& whole) {
         return trees.keeper_snapshot(name, whole, keeper::SnapshotCodec::lz4_blocks);
     }},
    {"JSON lines", [](ComparedTrees& trees, const std::string& name,
                      const WholeSnapshot& whole) { return trees.json_lines(name, whole); }},
};

} // namespace

TEST_CASE("a field that changed is found at its node, and nothing else, in each form") {
    for (const auto& form : forms)
        for (const Change& change : changes) {
            CAPTURE(form.first);
            CAPTURE(std::string(name_of(change.field)));
            ComparedTrees trees;
            WholeSnapshot whole = small_tree();
            const auto a = trees.open(trees.keeper_snapshot("a", whole));
            change.make(node_of(whole, change.path));
            const auto b = trees.open(form.second(trees, "b", whole));
            const Compared found = compared(*a, *b);
            REQUIRE(found.differences.size() == 1);
            const Difference& difference = found.differences.front();
            CHECK(difference.path() == change.path);
            CHECK(difference.kind == DifferenceKind::changed);
            CHECK(difference.fields == FieldSet::of(change.field));
            CHECK(found.report.changed_fields[static_cast<std::size_t>(change.field)] == 1);
            CHECK_FALSE(found.report.is_equal());

            DiffOptions ignoring;
            ignoring.ignored.add(change.field);
            CHECK(compared(*a, *b, ignoring).report.is_equal());
            DiffOptions elsewhere;
            elsewhere.ignored_paths.emplace_back(change.path);
            CHECK(compared(*a, *b, elsewhere).report.is_equal());
        }
}

TEST_CASE("the same tree is equal in any order and form") {
    ComparedTrees trees;
    WholeSnapshot whole = small_tree();
    const auto a = trees.open(trees.keeper_snapshot("a", whole));
    std::ranges::reverse(whole.nodes);
    for (const auto& form : forms) {
        CAPTURE(form.first);
        const auto b = trees.open(form.second(trees, "b", whole));
        const Compared found = compared(*a, *b);
        CHECK(found.report.is_equal());
        CHECK(found.report.rounds == 0);
        CHECK(found.report.a.nodes == whole.nodes.size());
        CHECK(found.report.b.nodes == whole.nodes.size());
        CHECK(found.report.b.ephemerals == 1);
        CHECK(found.report.b.ttl_nodes == 1);
        CHECK(found.report.b.containers == 1);
    }
}

TEST_CASE("zxid, the counter of sessions, and sessions are compared") {
    const auto changed = [](const std::function<void(WholeSnapshot&)>& change,
                            const DiffOptions& options = {}) {
        ComparedTrees trees;
        WholeSnapshot whole = small_tree();
        const auto a = trees.open(trees.keeper_snapshot("a", whole));
        change(whole);
        const auto b = trees.open(trees.keeper_snapshot("b", whole));
        return compared(*a, *b, options).report;
    };
    const auto zxid = changed([](WholeSnapshot& whole) { ++whole.header.zxid; });
    REQUIRE(zxid.facts.size() == 1);
    CHECK(zxid.facts[0].name == "zxid");
    CHECK(zxid.facts[0].a + 1 == zxid.facts[0].b);
    const auto counter = changed([](WholeSnapshot& whole) { ++whole.header.session_id_counter; });
    REQUIRE(counter.facts.size() == 1);
    CHECK(counter.facts[0].name == "session_id_counter");

    const auto session = [&](const std::function<void(WholeSnapshot&)>& change, DifferenceKind kind) {
        const auto report = changed(change);
        REQUIRE(report.sessions.size() == 1);
        CHECK(report.sessions[0].kind == kind);
        CHECK(report.nodes_differ() == 0);
        DiffOptions ignoring;
        ignoring.ignores_sessions = true;
        CHECK(changed(change, ignoring).is_equal());
    };
    session([](WholeSnapshot& whole) { whole.sessions.pop_back(); }, DifferenceKind::only_a);
    session([](WholeSnapshot& whole) { whole.sessions.push_back({77, 1, {}}); }, DifferenceKind::only_b);
    session([](WholeSnapshot& whole) { whole.sessions[0].timeout_ms = 1; }, DifferenceKind::changed);
    session([](WholeSnapshot& whole) { whole.sessions[1].authentications.pop_back(); },
            DifferenceKind::changed);
}

TEST_CASE("a field that one side does not hold is named, and not compared") {
    ComparedTrees trees;
    const auto a = trees.open(trees.keeper_snapshot("a", small_tree()));
    trees.files.put("b", "{\"path\":\"/other\",\"version\":1}\n");
    const auto b = trees.open("b");
    const Compared found = compared(*a, *b);
    CHECK(found.report.compared == FieldSet::of(Field::version));
    CHECK(found.report.only_b == 1);
    CHECK_FALSE(found.report.compared_sessions);
}

TEST_CASE("each difference is found in one reading of its own or in one of all, as the memory allows") {
    ComparedTrees trees;
    WholeSnapshot whole = sample_snapshot(newest);
    whole.nodes = random_tree(1, 600);
    const auto a = trees.open(trees.keeper_snapshot("a", whole));
    for (OwnedNode& node : whole.nodes)
        ++node.node.stat.version;
    const auto b = trees.open(trees.keeper_snapshot("b", whole));

    DiffOptions options;
    const auto check = [&](unsigned least_rounds, unsigned most_rounds) {
        const Compared found = compared(*a, *b, options);
        CHECK(found.report.changed == whole.nodes.size());
        CHECK(found.differences.size() == whole.nodes.size());
        CHECK(found.report.rounds >= least_rounds);
        CHECK(found.report.rounds <= most_rounds);
    };
    check(1, 1);
    options.memory = 1; // each bucket by itself; 600 nodes leave none of 32 without one
    options.buckets = 32;
    check(32, 32);
    options.memory = 64 << 10; // some of these buckets, not all
    check(2, 31);
    options.buckets = std::size_t{1} << 17; // enough for memory on huge pages
    options.memory = DiffOptions().memory;
    check(1, 1);
}

TEST_CASE("a path that is there twice is an error where trees differ") {
    ComparedTrees trees;
    WholeSnapshot whole = small_tree();
    const auto a = trees.open(trees.keeper_snapshot("a", whole));
    whole.nodes.push_back(whole.nodes.back());
    const auto b = trees.open(trees.keeper_snapshot("b", whole));
    CHECK_THROWS_AS(compared(*a, *b), Error);
}

namespace {

/// What a simple comparison finds: path -> what it is.
std::map<std::string, DifferenceKind> slow_diff(const WholeSnapshot& a, const WholeSnapshot& b) {
    std::map<std::string, const OwnedNode*> in_a, in_b;
    for (const OwnedNode& node : a.nodes)
        in_a[node.path] = &node;
    for (const OwnedNode& node : b.nodes)
        in_b[node.path] = &node;
    std::map<std::string, DifferenceKind> found;
    for (const auto& [path, node] : in_a)
        if (!in_b.contains(path))
            found[path] = DifferenceKind::only_a;
        else if (!(*node == *in_b[path]))
            found[path] = DifferenceKind::changed;
    for (const auto& [path, node] : in_b)
        if (!in_a.contains(path))
            found[path] = DifferenceKind::only_b;
    return found;
}

/// Some nodes changed, some gone, and a subtree under another name.
void damage(WholeSnapshot& whole, std::mt19937& random) {
    const auto any = [&]() -> OwnedNode& { return whole.nodes[random() % whole.nodes.size()]; };
    for (auto times = random() % 4; times > 0; --times)
        changes[random() % changes.size()].make(any());
    for (auto times = random() % 3; times > 0; --times)
        whole.nodes.erase(whole.nodes.begin() + static_cast<std::ptrdiff_t>(random() % whole.nodes.size()));
    if (random() % 2 == 0) {
        const std::string top = any().path;
        for (OwnedNode& node : whole.nodes)
            if (top != "/" && (node.path == top || node.path.starts_with(top + "/")))
                node.path.insert(top.size(), "moved");
    }
    std::ranges::shuffle(whole.nodes, random);
}

} // namespace

TEST_CASE("random trees differ in what a simple comparison finds, whatever the memory and the buckets") {
    std::mt19937 random(4711);
    for (unsigned round = 0; round < 60; ++round) {
        CAPTURE(round);
        ComparedTrees trees;
        WholeSnapshot whole = sample_snapshot(newest);
        whole.nodes = random_tree(round, 1 + random() % 150);
        for (OwnedNode& node : whole.nodes)
            if (node.data.empty())
                node.data = "d"; // a change needs a last byte
        whole.acls = {{1, {{31, "digest", "a"}}}, {2, {{1, "digest", "a"}}}, {3, {{1, "ip", "a"}}}, {9, {}}};
        whole.acls.pop_back();
        whole.acls.push_back({9, {{2, "ip", "b"}}});
        const WholeSnapshot before = whole;
        damage(whole, random);
        const auto& form = forms[random() % forms.size()];
        const auto a = trees.open(trees.keeper_snapshot("a", before));
        const auto b = trees.open(form.second(trees, "b", whole));
        DiffOptions options;
        options.buckets = std::size_t{1} << (random() % 12);
        options.memory = random() % 2 == 0 ? 1 : 1 << 20;
        const Compared found = compared(*a, *b, options);
        std::map<std::string, DifferenceKind> kinds;
        for (const Difference& difference : found.differences)
            kinds[difference.path()] = difference.kind;
        CHECK(kinds.size() == found.differences.size());
        CHECK(kinds == slow_diff(before, whole));
    }
}
