#include "support/keeper_snapshots.h"
#include "support/random_tree.h"

#include "keeperfs/base/error.h"
#include "keeperfs/inspect/subtree_sizes.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

using namespace keeperfs;
using namespace keeperfs::test;
using inspect::measure;
using inspect::SizeBy;
using inspect::SubtreeSize;
using inspect::SubtreeSizes;
using tree::NodeId;

namespace {

SubtreeSizes sizes_of(const std::vector<OwnedNode>& nodes) {
    SubtreeSizes sizes;
    for (const OwnedNode& node : nodes)
        sizes.add(node.view());
    sizes.sum_up();
    return sizes;
}

std::string parent_of(const std::string& path) {
    return path.rfind('/') == 0 ? "/" : path.substr(0, path.rfind('/'));
}

/// Each node is added to every node above it, one by one.
std::map<std::string, SubtreeSize> slow_sizes(const std::vector<OwnedNode>& nodes) {
    std::map<std::string, SubtreeSize> sizes;
    for (const OwnedNode& node : nodes) {
        std::string path = node.path;
        if (path != "/")
            ++sizes[parent_of(path)].children;
        for (;; path = parent_of(path)) {
            SubtreeSize& size = sizes[path];
            ++size.nodes;
            size.data_bytes += node.data.size();
            size.path_bytes += node.path.size();
            if (path == "/")
                break;
        }
    }
    return sizes;
}

std::size_t levels_between(const std::string& top, std::string path) {
    std::size_t levels = 0;
    for (; path != top; path = parent_of(path), ++levels)
        if (path == "/")
            return SIZE_MAX;
    return levels;
}

std::vector<std::uint64_t> measures(const SubtreeSizes& sizes, const std::vector<NodeId>& ids, SizeBy by) {
    std::vector<std::uint64_t> all;
    for (const NodeId id : ids)
        all.push_back(measure(sizes.at(id), by));
    return all;
}

constexpr SizeBy every_measure[] = {SizeBy::nodes, SizeBy::bytes, SizeBy::children, SizeBy::memory};

} // namespace

TEST_CASE("sums over subtrees are those of a simple model, whatever order the nodes come in") {
    for (unsigned seed = 0; seed < 30; ++seed) {
        CAPTURE(seed);
        const std::vector<OwnedNode> nodes = random_tree(seed, 1 + seed * 17);
        const SubtreeSizes sizes = sizes_of(nodes);
        const auto slow = slow_sizes(nodes);
        CHECK(sizes.lost_nodes() == 0);
        for (const OwnedNode& node : nodes) {
            const NodeId id = sizes.find(as_bytes(node.path));
            REQUIRE(id != tree::no_node);
            const SubtreeSize got = sizes.at(id), &wanted = slow.at(node.path);
            CHECK(got.nodes == wanted.nodes);
            CHECK(got.children == wanted.children);
            CHECK(got.data_bytes == wanted.data_bytes);
            CHECK(got.path_bytes == wanted.path_bytes);
            if (node.path == "/")
                CHECK(sizes.parent(id) == tree::no_node);
            else
                CHECK(sizes.parent(id) == sizes.find(as_bytes(parent_of(node.path))));
        }
    }
}

TEST_CASE("the greatest subtrees below a node are those that sorting all of them gives") {
    const std::vector<OwnedNode> nodes = random_tree(5, 400);
    const SubtreeSizes sizes = sizes_of(nodes);
    for (const SizeBy by : every_measure)
        for (const std::string& top : {std::string("/"), nodes[7].path, nodes[99].path})
            for (const std::uint32_t depth : {0U, 1U, 2U, UINT32_MAX}) {
                std::vector<std::uint64_t> wanted;
                for (const OwnedNode& node : nodes)
                    if (const auto levels = levels_between(top, node.path); levels > 0 && levels <= depth)
                        wanted.push_back(measure(sizes.at(sizes.find(as_bytes(node.path))), by));
                std::ranges::sort(wanted, std::ranges::greater{});
                const auto all = sizes.greatest_below(sizes.find(as_bytes(top)), depth, by, nodes.size());
                CHECK(measures(sizes, all, by) == wanted);
                const auto some = sizes.greatest_below(sizes.find(as_bytes(top)), depth, by, 5);
                CHECK(some == std::vector(all.begin(), all.begin() + std::min<long>(5, std::ssize(all))));
            }
    CHECK(sizes.greatest(SizeBy::nodes, 5) ==
          sizes.greatest_below(sizes.find(as_bytes("/")), UINT32_MAX, SizeBy::nodes, 5));
    CHECK(sizes.greatest(SizeBy::nodes, 0).empty());
}

TEST_CASE("memory is estimated as 22.x servers do it") {
    const SubtreeSizes sizes = sizes_of({{"/a", "1234", {}}, {"/", "", {}}, {"/a/b", "5", {}}});
    CHECK(sizes.at(sizes.find(as_bytes("/"))).memory_bytes() == 3 * 208 + 2 * 16 + 5);
    CHECK(sizes.at(sizes.find(as_bytes("/a/b"))).memory_bytes() == 208 + 1);
}

TEST_CASE("a node without a parent is the top of a tree of its own") {
    const SubtreeSizes sizes = sizes_of({{"/x/lost/below", "", {}}, {"/", "", {}}, {"/x/lost", "", {}}});
    CHECK(sizes.lost_nodes() == 1);
    CHECK(sizes.at(sizes.find(as_bytes("/"))).nodes == 1);
    CHECK(sizes.at(sizes.find(as_bytes("/x/lost"))).nodes == 2);
    CHECK(sizes.find(as_bytes("/x")) == tree::no_node);
}

TEST_CASE("a path given twice is an error that says where") {
    const OwnedNode root{"/", "", {}}, a{"/a", "", {}};
    SubtreeSizes sizes;
    for (const OwnedNode& node : {a, root, a})
        sizes.add(node.view());
    CHECK_THROWS_WITH_AS(sizes.sum_up(), doctest::Contains("node 3 of the file"), Error);
}

TEST_CASE("a chain as deep as a file can make it is summed up without recursion") {
    std::vector<OwnedNode> nodes;
    std::string path;
    nodes.push_back({"/", "", {}});
    for (int i = 0; i < 3'000; ++i)
        nodes.push_back({path += "/x", "d", {}});
    const SubtreeSizes sizes = sizes_of(nodes);
    CHECK(sizes.at(0).nodes == 3'001);
    CHECK(sizes.at(0).data_bytes == 3'000);
    CHECK(sizes.greatest_below(0, UINT32_MAX, SizeBy::nodes, 1) == std::vector<NodeId>{1});
}

TEST_CASE("names come from a second reading, which notices another file") {
    WholeSnapshot whole = sample_snapshot(5);
    whole.nodes = random_tree(11, 200);
    const std::string file = compress(encode(whole, 5), keeper::SnapshotCodec::zstd);
    const SubtreeSizes sizes = sizes_of(whole.nodes);

    ChunkedSource again(file, 1000);
    keeper::SnapshotReader reader(again);
    const auto names = read_names(reader, sizes, {150, 3, 150, 0});
    CHECK(names == inspect::NodeNames{
                       {0, whole.nodes[0].path}, {3, whole.nodes[3].path}, {150, whole.nodes[150].path}});

    std::rotate(whole.nodes.begin(), whole.nodes.begin() + 1, whole.nodes.end());
    const std::string other = compress(encode(whole, 5), keeper::SnapshotCodec::zstd);
    ChunkedSource changed(other, 1000);
    keeper::SnapshotReader changed_reader(changed);
    CHECK_THROWS_WITH_AS(read_names(changed_reader, sizes, {3}), doctest::Contains("was changed"), Error);
    ChunkedSource shorter(file, 1000);
    keeper::SnapshotReader shorter_reader(shorter);
    CHECK_THROWS_WITH_AS(read_names(shorter_reader, sizes, {200}), doctest::Contains("was changed"), Error);
}

TEST_CASE("a node costs at most 54 bytes") {
    SubtreeSizes sizes;
    constexpr std::size_t count = 400'000;
    OwnedNode node;
    for (std::size_t i = 0; i < count; ++i) {
        node.path = i == 0 ? "/" : "/" + std::to_string(i);
        sizes.add(node.view());
    }
    sizes.sum_up();
    constexpr std::size_t chunks = 5 * 16 * (std::size_t{1} << 16); // at most one unfinished a column
    CHECK(sizes.memory_bytes() <= 54 * count + chunks);
    CHECK(sizes.memory_bytes() > 50 * count);
}
