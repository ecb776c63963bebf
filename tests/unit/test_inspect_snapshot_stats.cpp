#include "support/keeper_snapshots.h"
#include "support/random_tree.h"
#include "support/test_dir.h"

#include "keeperfs/base/error.h"
#include "keeperfs/inspect/snapshot_stats.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <functional>
#include <map>

using namespace keeperfs;
using namespace keeperfs::test;
using inspect::Ranked;
using inspect::SequenceCounters;
using inspect::SnapshotStats;
using inspect::StatsCollector;

namespace {

SnapshotStats stats_of(const std::string& file, std::size_t top = 10) {
    StatsCollector collector(top);
    ChunkedSource first(file, 5000), second(file, 5000);
    keeper::SnapshotReader reader(first), again(second);
    collector.read(reader);
    collector.read_names(again);
    return collector.take();
}
SnapshotStats stats_of(const WholeSnapshot& whole, int version, std::size_t top = 10) {
    return stats_of(compress(encode(whole, version), keeper::SnapshotCodec::zstd), top);
}
WholeSnapshot snapshot_of(std::vector<OwnedNode> nodes, int version = 9) {
    WholeSnapshot whole = sample_snapshot(version);
    whole.nodes = std::move(nodes);
    return whole;
}

std::vector<Ranked> greatest(const std::vector<OwnedNode>& nodes, std::size_t count,
                             const std::function<std::int64_t(const OwnedNode&)>& value) {
    std::vector<Ranked> all;
    for (const OwnedNode& node : nodes)
        if (value(node) != 0)
            all.push_back({node.path, value(node)});
    std::ranges::sort(all, [](const Ranked& a, const Ranked& b) {
        return a.value != b.value ? a.value > b.value : a.path < b.path;
    });
    all.resize(std::min(all.size(), count));
    return all;
}

} // namespace

TEST_CASE("totals and rankings are those of a simple model") {
    for (unsigned seed = 0; seed < 20; ++seed) {
        CAPTURE(seed);
        const auto nodes = random_tree(seed, 5 + seed * 20);
        const SnapshotStats stats = stats_of(snapshot_of(nodes), 9, 7);
        CHECK(stats.nodes == nodes.size());
        CHECK(stats.lost_nodes == 0);
        CHECK(stats.whole.nodes == nodes.size());
        std::uint64_t data = 0, paths = 0, with_data = 0, ephemerals = 0;
        std::map<std::size_t, std::uint64_t> depths, sizes;
        for (const OwnedNode& node : nodes) {
            data += node.data.size();
            paths += node.path.size();
            with_data += node.data.empty() ? 0 : 1;
            ephemerals += node.node.stat.ephemeral_owner != 0 ? 1 : 0;
            ++depths[node.path == "/" ? 0 : static_cast<std::size_t>(std::ranges::count(node.path, '/'))];
            std::size_t size_class = 0;
            while (size_class < 64 && node.data.size() >= (std::uint64_t{1} << size_class))
                ++size_class;
            ++sizes[size_class];
        }
        CHECK(stats.data_bytes == data);
        CHECK(stats.path_bytes == paths);
        CHECK(stats.nodes_with_data == with_data);
        CHECK(stats.ephemerals == ephemerals);
        std::uint64_t deeper = 0;
        for (const auto& [depth, count] : depths) {
            if (depth < 64)
                CHECK(stats.depths[depth] == count);
            else
                deeper += count;
        }
        CHECK(stats.depths[64] == deeper);
        for (std::size_t i = 0; i < stats.data_sizes.size(); ++i)
            CHECK(stats.data_sizes[i] == sizes[i]);
        CHECK(stats.most_children == greatest(nodes, 7, [](const auto& n) { return n.node.num_children; }));
        CHECK(stats.largest_data == greatest(nodes, 7, [](const auto& n) { return std::ssize(n.data); }));
        CHECK(stats.longest_paths == greatest(nodes, 7, [](const auto& n) { return std::ssize(n.path); }));
        CHECK(stats.most_versions == greatest(nodes, 7, [](const auto& n) { return n.node.stat.version; }));
        CHECK(stats.counters.highest == greatest(nodes, 7, [](const auto& n) { return n.node.seq_num; }));
    }
}

TEST_CASE("the heaviest subtrees have names, and the root is not among them") {
    const auto nodes = random_tree(77, 300);
    const SnapshotStats stats = stats_of(snapshot_of(nodes), 9, 5);
    std::map<std::string, std::uint64_t> counts;
    for (const OwnedNode& node : nodes)
        for (std::string path = node.path; !path.empty() && path != "/";
             path = path.substr(0, path.rfind('/')))
            ++counts[path];
    for (const auto* list : {&stats.by_nodes, &stats.by_bytes, &stats.by_memory}) {
        REQUIRE(list->size() == 5);
        for (const inspect::NamedSubtree& subtree : *list)
            CHECK(counts.at(subtree.path) == subtree.size.nodes);
    }
    const auto most = std::ranges::max_element(counts, {}, [](const auto& each) { return each.second; });
    CHECK(stats.by_nodes[0].size.nodes == most->second);
    CHECK(std::ranges::is_sorted(stats.by_bytes, std::ranges::greater{},
                                 [](const auto& each) { return each.size.bytes(); }));
    CHECK(std::ranges::is_sorted(stats.by_memory, std::ranges::greater{},
                                 [](const auto& each) { return each.size.memory_bytes(); }));
}

TEST_CASE("header, kinds of nodes and sessions of every version") {
    for (int version = 3; version <= 9; ++version) {
        CAPTURE(version);
        const SnapshotStats stats = stats_of(sample_snapshot(version), version);
        CHECK(stats.header.version == version);
        CHECK(stats.decoded_bytes == encode(sample_snapshot(version), version).size());
        CHECK(stats.ephemerals == 1);
        CHECK(stats.ttl_nodes == (version >= 8 ? 1 : 0));
        CHECK(stats.longest_ttl_ms == (version >= 8 ? std::optional(keeper::max_ttl_ms) : std::nullopt));
        CHECK(stats.shortest_ttl_ms == stats.longest_ttl_ms);
        CHECK(stats.containers == (version >= 9 ? 1 : 0));
        CHECK(stats.orphans == 0);
        REQUIRE(stats.sessions.size() == 2);
        CHECK(stats.sessions[0].session.id == -0x1234);
        CHECK(stats.sessions[0].ephemerals == 1);
    }
}

TEST_CASE("ACL lists have their numbers of nodes, unused and unknown ones included") {
    std::vector<OwnedNode> nodes{
        {"/", "", {}}, {"/a", "", {}}, {"/b", "", {}}, {"/c", "", {}}, {"/d", "", {}}};
    nodes[1].node.acl_id = nodes[2].node.acl_id = 1;
    nodes[3].node.acl_id = nodes[4].node.acl_id = 5;
    const SnapshotStats stats = stats_of(snapshot_of(nodes), 9);
    REQUIRE(stats.acls.size() == 2);
    CHECK(stats.acls[0].entry.id == 1);
    CHECK(stats.acls[0].nodes == 2);
    CHECK(stats.acls[1].entry.id == 9);
    CHECK(stats.acls[1].nodes == 0);
    CHECK(stats.open_nodes == 1);
    CHECK(stats.unknown_acl_nodes == 2);
    CHECK(stats.unknown_acl_ids == std::vector<std::uint64_t>{5});
}

TEST_CASE("counters near and beyond 2^31 are counted; one that went round is given as if it had not") {
    std::vector<OwnedNode> nodes{
        {"/", "", {}}, {"/far", "", {}}, {"/half", "", {}}, {"/last", "", {}}, {"/over", "", {}}};
    nodes[1].node.seq_num = SequenceCounters::near_limit - 1;
    nodes[2].node.seq_num = SequenceCounters::near_limit;
    nodes[3].node.seq_num = INT32_MAX;
    SUBCASE("64 bits") {
        nodes[4].node.seq_num = std::int64_t{INT32_MAX} + 1;
        const SnapshotStats stats = stats_of(snapshot_of(nodes), 9);
        CHECK(stats.counters.near == 2);
        CHECK(stats.counters.beyond == 1);
        CHECK(stats.counters.highest[0] == Ranked{"/over", 2'147'483'648});
        CHECK(stats.counters.highest[3] == Ranked{"/far", (std::int64_t{1} << 30) - 1});
    }
    SUBCASE("32 bits") {
        nodes[4].node.seq_num = INT32_MIN;
        const SnapshotStats stats = stats_of(snapshot_of(nodes, 6), 6);
        CHECK(stats.counters.beyond == 1);
        CHECK(stats.counters.highest[0] == Ranked{"/over", 2'147'483'648});
    }
}

TEST_CASE("oldest and newest leave out what was never written") {
    std::vector<OwnedNode> nodes{{"/", "", {}}, {"/b", "", {}}, {"/a", "", {}}, {"/c", "", {}}};
    nodes[1].node.stat.mtime = nodes[2].node.stat.mtime = 5;
    nodes[3].node.stat.mtime = 9;
    const SnapshotStats stats = stats_of(snapshot_of(nodes), 9);
    CHECK(stats.oldest == Ranked{"/a", 5});
    CHECK(stats.newest == Ranked{"/c", 9});
    const SnapshotStats none = stats_of(snapshot_of({{"/", "", {}}}), 9);
    CHECK_FALSE(none.oldest);
    CHECK_FALSE(none.newest);
}

TEST_CASE("files of a real server are read, whatever order they have") {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(golden("keeper"))) {
        const std::string name = entry.path().string();
        if (!entry.is_regular_file() || name.find("snapshot_") == std::string::npos ||
            name.find("/tmp_") != std::string::npos || entry.file_size() == 0 ||
            name.find("/d9-") != std::string::npos)
            continue;
        CAPTURE(name);
        const SnapshotStats stats = stats_of(read_file(entry.path()));
        CHECK(stats.nodes > 10);
        CHECK(stats.whole.nodes == stats.nodes);
        CHECK(stats.whole.data_bytes == stats.data_bytes);
        CHECK(stats.lost_nodes == 0);
        CHECK(stats.orphans == 0);
        CHECK(stats.unknown_acl_nodes == 0);
    }
}

TEST_CASE("a node costs at most 64 bytes, even when all are ephemerals of different owners") {
    constexpr std::size_t count = 300'000;
    WholeSnapshot whole = sample_snapshot(9);
    whole.nodes.clear();
    std::string body;
    const keeper::SnapshotEncoder encoder(9);
    encoder.begin(body, whole.header, whole.acls, count);
    OwnedNode node{"/", "", {}};
    for (std::size_t i = 0; i < count; ++i) {
        encoder.node(body, node.view());
        node.path = "/" + std::to_string(i);
        node.node.stat.ephemeral_owner = static_cast<std::int64_t>(i + 1);
    }
    encoder.end(body, whole.sessions, {});
    const std::string file = compress(body, keeper::SnapshotCodec::zstd);
    StatsCollector collector(10);
    ChunkedSource source(file, 1 << 20);
    keeper::SnapshotReader reader(source);
    collector.read(reader);
    constexpr std::size_t chunks = 48 * (std::size_t{1} << 16); // one unfinished chunk a column
    CHECK(collector.memory_bytes() <= 64 * count + chunks);
    CHECK(collector.take().orphans == count - 2);
}
