#include "support/compared_trees.h"

#include "keeperfs/base/error.h"
#include "keeperfs/compare/tree_hash.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::test;
using compare::Field;
using compare::TreeHashOptions;

namespace {

std::map<std::string, compare::SubtreeHash> hashes_of(const WholeSnapshot& whole, unsigned depth = 1) {
    ComparedTrees trees;
    TreeHashOptions options;
    options.depth = depth;
    const auto side = trees.open(trees.keeper_snapshot("a", whole));
    return compare::hash_tree(*side, options);
}

WholeSnapshot few_nodes() {
    WholeSnapshot whole = sample_snapshot(keeper::snapshot_version::newest);
    whole.nodes = {{"/", "", {}}, {"/a", "x", {}}, {"/a/b", "y", {}}, {"/a/b/c", "", {}}, {"/b", "z", {}}};
    return whole;
}

} // namespace

TEST_CASE("the hash of a node is the SHA-256 of what the header says") {
    WholeSnapshot whole = few_nodes();
    whole.nodes.resize(1);
    // python3: sha256(b"keeperfs node 1" + pack("<IQ", 0x2dfd, 1) + b"/" + pack("<QQ", 0, 0) + bytes(9 * 8)),
    // its bytes from the last to the first.
    CHECK(hashes_of(whole).at("/").hash == 
          "8e495473c72cd03d4c464dfb1ce4ec2f1c2a2a31c411a62c59b40450bf8c80db");
}

TEST_CASE("order does not matter, every field that is hashed does") {
    WholeSnapshot whole = few_nodes();
    const auto before = hashes_of(whole);
    REQUIRE(before.size() == 3);
    CHECK(before.at("/").nodes == 5);
    CHECK(before.at("/a").nodes == 3);
    CHECK(before.at("/b").nodes == 1);
    std::ranges::reverse(whole.nodes);
    CHECK(hashes_of(whole).at("/").hash == before.at("/").hash);
    whole.nodes[2].data = "Y"; // /a/b
    const auto after = hashes_of(whole);
    CHECK(after.at("/").hash != before.at("/").hash);
    CHECK(after.at("/a").hash != before.at("/a").hash);
    CHECK(after.at("/b").hash == before.at("/b").hash);
}

TEST_CASE("depth says how far down") {
    CHECK(hashes_of(few_nodes(), 0).size() == 1);
    CHECK(hashes_of(few_nodes(), 2).size() == 4);
    CHECK(hashes_of(few_nodes(), 64).size() == 5);
}

TEST_CASE("what each server keeps for itself is not hashed") {
    WholeSnapshot whole = few_nodes();
    const auto before = hashes_of(whole);
    whole.nodes.push_back({"/keeper", "", {}});
    whole.nodes.push_back({"/keeper/api_version", "", {}});
    whole.nodes.push_back({"/zookeeper", "", {}});
    CHECK(hashes_of(whole).at("/").hash == before.at("/").hash);
    whole.nodes.push_back({"/keepers", "", {}});
    CHECK(hashes_of(whole).at("/").hash != before.at("/").hash);
}

TEST_CASE("a field that the side does not hold is refused") {
    ComparedTrees trees;
    trees.files.put("a", "{\"path\":\"/\",\"data_b64\":\"\"}\n");
    const auto side = trees.open("a");
    CHECK_THROWS_AS(compare::hash_tree(*side, {}), Error);
    TreeHashOptions options;
    options.fields = compare::FieldSet::of(Field::data);
    CHECK(compare::hash_tree(*side, options).at("/").nodes == 1);
}
