#include "support/compared_trees.h"

#include "keeperfs/convert/zookeeper_to_keeper.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::test;
using compare::DiffOptions;
using compare::Field;
using compare::FieldSet;
using compare::Preset;

namespace {

constexpr std::int64_t ttl_owner = static_cast<std::int64_t>(0xff00'0000'0000'0000U) | 5000;

/// Everything that a conversion cannot keep, and something that it keeps.
SnapshotSpec zookeeper_tree() {
    SnapshotSpec spec;
    spec.zxid = 0x50;
    spec.sessions = {{0x77, 4000}, {0x78, 0}};
    spec.acls = {{1, {{31, "digest", "u:h"}}}};
    const auto add = [&](std::string path, std::optional<std::string> data, std::int32_t created = 0,
                         std::int64_t owner = 0) {
        NodeSpec node{std::move(path), std::move(data), -1, stat_of(0x10, created)};
        node.stat.ephemeral_owner = owner;
        spec.nodes.push_back(std::move(node));
    };
    add("", "", 6);
    add("/zookeeper", "", 1);
    add("/zookeeper/quota", "");
    add("/null", std::nullopt);
    add("/plain", "data", 9);
    spec.nodes.back().acl = 1;
    add("/container", "c", 2, tree::container_owner);
    add("/ttl", "t", 3, ttl_owner);
    add("/mine", "e", 0, 0x77);
    add("/orphan", "e", 0, 0x99);
    return spec;
}

std::string converted(ComparedTrees& trees, const std::string& from, int version) {
    convert::ZooKeeperToKeeperOptions options;
    options.source.snapshots_dir = options.source.logs_dir = from;
    options.source.allow_fuzzy = true;
    options.output_dir = "out";
    options.snapshot_version = version;
    options.threads = 1;
    trees.files.make_directory("out");
    return convert::zookeeper_to_keeper(trees.files, options, nullptr).output_file;
}

Compared compared_with(ComparedTrees& trees, const std::string& a, const std::string& b, Preset preset) {
    DiffOptions options;
    options.preset = preset;
    const auto side_a = trees.open(a), side_b = trees.open(b);
    return compared(*side_a, *side_b, options);
}

/// "path: fields"
std::vector<std::string> lines_of(const Compared& found) {
    std::vector<std::string> lines;
    for (const compare::Difference& difference : found.differences) {
        std::string line = difference.path() + ":";
        difference.fields.for_each([&](Field field) { line += " " + std::string(name_of(field)); });
        lines.push_back(line);
    }
    return lines;
}

} // namespace

TEST_CASE("a conversion differs in what it names, and in nothing with the preset") {
    ComparedTrees trees;
    const std::string from = trees.zookeeper_directory("zk", zookeeper_tree());
    for (const int version : {5, 8, 9}) {
        CAPTURE(version);
        const std::string to = converted(trees, from, version);
        std::vector<std::string> wanted;
        if (version < 9)
            wanted.emplace_back("/container: container");
        wanted.emplace_back("/null: null_data");
        wanted.emplace_back(version < 8 ? "/ttl: ttl_ms" : "/ttl: seq_num");
        const Compared without = compared_with(trees, from, to, Preset::none);
        CHECK(lines_of(without) == wanted);
        CHECK(without.report.facts.empty());
        CHECK(without.report.sessions.size() == 2); // one added, one with a timeout

        const Compared with = compared_with(trees, from, to, Preset::conversion);
        CHECK(with.report.is_equal());
        CHECK(with.report.allowed == wanted.size() - 1); // null is not even looked at
        CHECK(compared_with(trees, to, from, Preset::conversion).report.is_equal());
        trees.files.clear("out");
    }
}

TEST_CASE("the preset allows nothing else") {
    ComparedTrees trees;
    const std::string from = trees.zookeeper_directory("zk", zookeeper_tree());
    const std::string to = converted(trees, from, 9);
    WholeSnapshot whole = read_snapshot(trees.files.content(to));
    const auto node = [&](const char* path) -> keeper::SnapshotNode& {
        return std::ranges::find(whole.nodes, path, &OwnedNode::path)->node;
    };
    const auto differs = [&](const char* line) {
        CAPTURE(line);
        const Compared found =
            compared_with(trees, from, trees.keeper_snapshot("changed", whole), Preset::conversion);
        REQUIRE(found.differences.size() == 1);
        CHECK(lines_of(found).front() == line);
        whole = read_snapshot(trees.files.content(to));
    };
    node("/ttl").ttl_ms = 1;
    differs("/ttl: ttl_ms");
    node("/plain").ttl_ms = 1;
    differs("/plain: ttl_ms");
    node("/plain").seq_num = 0;
    differs("/plain: seq_num");
    node("/").num_children += 2;
    differs("/: num_children");
    node("/").num_children += 1;
    node("/plain").num_children += 1;
    differs("/plain: num_children");
    node("/plain").acl_id = 0;
    differs("/plain: acl");
    node("/null").stat.cversion += 1;
    differs("/null: cversion");
}

TEST_CASE("Keeper's own nodes are no difference after a conversion") {
    ComparedTrees trees;
    const std::string from = trees.zookeeper_directory("zk", zookeeper_tree());
    WholeSnapshot whole = read_snapshot(trees.files.content(converted(trees, from, 9)));
    whole.nodes.push_back({"/keeper", "", {}});
    whole.nodes.push_back({"/keeper/api_version", "3", {}});
    ++whole.nodes.front().node.num_children;
    const std::string served = trees.keeper_snapshot("served", whole);
    CHECK(compared_with(trees, from, served, Preset::conversion).report.is_equal());
    CHECK(compared_with(trees, from, served, Preset::none).report.only_b == 2);
    whole.nodes.push_back({"/keeperish", "", {}});
    CHECK(compared_with(trees, from, trees.keeper_snapshot("more", whole), Preset::conversion).report.only_b ==
          1);
}

TEST_CASE("back in a ZooKeeper cversion follows from the counter") {
    ComparedTrees trees;
    SnapshotSpec spec = zookeeper_tree();
    const std::string from = trees.zookeeper_directory("zk", spec);
    WholeSnapshot whole = read_snapshot(trees.files.content(converted(trees, from, 9)));
    for (OwnedNode& node : whole.nodes)
        node.node.stat.cversion += 3;
    std::erase_if(whole.nodes, [](const OwnedNode& node) { return node.path.starts_with("/zookeeper"); });
    --whole.nodes.front().node.num_children;
    const std::string keeper = trees.keeper_snapshot("keeper", whole);
    CHECK(compared_with(trees, keeper, from, Preset::to_zookeeper).report.is_equal() == false);
    std::erase_if(whole.sessions, [](const tree::Session& session) { return session.id == 0x99; });
    CHECK(compared_with(trees, trees.keeper_snapshot("sessions", whole), from, Preset::to_zookeeper)
              .report.is_equal());
    CHECK(compared_with(trees, keeper, from, Preset::conversion).report.changed > 0);
}
