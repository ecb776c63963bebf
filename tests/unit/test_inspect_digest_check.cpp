#include "keeperfs/inspect/digest_check.h"
#include "keeperfs/keeper/digest.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using inspect::DigestCheck;
using inspect::DigestVerdict;

namespace {

DigestVerdict verdict(int version, std::uint64_t stored, const keeper::SnapshotNode& node) {
    keeper::SnapshotHeader header;
    header.digest_version = version;
    header.digest = stored;
    DigestCheck check(header);
    check.add(node);
    return check.verdict();
}

} // namespace

TEST_CASE("a digest agrees, differs, is not stored, or is of a version that is not known") {
    keeper::SnapshotNode node;
    node.path = as_bytes("/a");
    node.data = as_bytes("data");
    for (const int version : {1, 2, 3, 4, 5}) {
        const std::uint64_t right = keeper::node_digest(version, node);
        CHECK(verdict(version, right, node) == DigestVerdict::agrees);
        CHECK(verdict(version, right + 1, node) == DigestVerdict::differs);
    }
    CHECK(verdict(0, 0, node) == DigestVerdict::not_stored);
    CHECK(verdict(6, 1, node) == DigestVerdict::unknown_version);
}

TEST_CASE("either reading of version 3 agrees") {
    keeper::SnapshotNode node;
    node.path = as_bytes("/a");
    node.data = as_bytes("data");
    const std::uint64_t other = keeper::node_digest_3_with_length(node);
    CHECK(other != keeper::node_digest(3, node));
    CHECK(verdict(3, other, node) == DigestVerdict::agrees);
    CHECK(verdict(4, other, node) == DigestVerdict::differs);
}
