#include "support/keeper_snapshots.h"
#include "support/test_dir.h"

#include "keeperfs/base/error.h"
#include "keeperfs/keeper/digest.h"

#include <doctest/doctest.h>

#include <numeric>

using namespace keeperfs;
using namespace keeperfs::keeper;
using namespace keeperfs::test;

TEST_CASE("a node's digest has the value that each version gives to each kind of node") {
    OwnedNode plain{"/a/b", "data", {}};
    plain.node.stat.czxid = 0x101, plain.node.stat.mzxid = 0x102, plain.node.stat.pzxid = 0x103;
    plain.node.stat.ctime = 1'700'000'000'001, plain.node.stat.mtime = 1'700'000'000'002;
    plain.node.stat.version = 3, plain.node.stat.cversion = -4, plain.node.stat.aversion = 5;
    plain.node.num_children = 3;
    OwnedNode ephemeral = plain, container = plain, ttl = plain, owned_ttl = plain;
    ephemeral.node.stat.ephemeral_owner = 0x77;
    container.node.stat.ephemeral_owner = tree::container_owner;
    ttl.node.ttl_ms = 60'000;
    owned_ttl.node.ttl_ms = 60'000;
    owned_ttl.node.stat.ephemeral_owner = 0x77;

    struct Row {
        const char* kind;
        const OwnedNode& node;
        std::uint64_t digests[5]; ///< of the versions 1 to 5
    };
    const Row rows[] = {
        {"plain",
         plain,
         {0x3bef2db3966beeb6, 0x3bef2db3966beeb6, 0x177f1fca6f5ba755, 0x177f1fca6f5ba755,
          0xe7569db4c5e21050}},
        {"ephemeral",
         ephemeral,
         {0xb5ccecfafee1bdff, 0xb5ccecfafee1bdff, 0xe6d0a8b0698c5ac6, 0x4f9a4b683cc93f61,
          0xec822ef120d0681c}},
        {"container",
         container,
         {0xbb00bfd78b6fadeb, 0xbb00bfd78b6fadeb, 0xacf2b74820f196e4, 0xacf2b74820f196e4,
          0xe4d02cc2fa65b1f5}},
        {"ttl",
         ttl,
         {0x3bef2db3966beeb6, 0x3bef2db3966beeb6, 0x177f1fca6f5ba755, 0x177f1fca6f5ba755,
          0x1c97a13b2cba63c6}},
    };
    for (const Row& row : rows)
        for (int version = 1; version <= 5; ++version)
            CHECK_MESSAGE(node_digest(version, row.node.view()) == row.digests[version - 1],
                          row.kind << " " << version);
    CHECK(node_digest(5, owned_ttl.view()) == node_digest(5, ttl.view()));
    CHECK_THROWS_AS(node_digest(0, plain.view()), Error);
    CHECK_THROWS_AS(node_digest(6, plain.view()), Error);
}

TEST_CASE(
    "snapshots of real servers read as they were written, and their digests are the sums over the nodes") {
    struct Row {
        const char* file;
        std::uint64_t index, term;
        std::int64_t zxid;
        std::size_t nodes, sessions;
        std::int64_t session_id_counter;
        int digest_version;
    };
    const Row rows[] = {
        {"02-rich-zstdlog-rotated/snapshot_60", 60, 1, 58, 36, 1, 2, 1},
        {"02-rich-zstdlog-rotated/snapshot_70", 70, 1, 67, 37, 1, 3, 1},
        {"04-live-ephemerals-sigkill/snapshot_30", 30, 1, 26, 16, 3, 4, 1},
        {"06-digest-off-nosync-sigkill/snapshot_40", 40, 1, 38, 30, 1, 2, 0},
        {"06-digest-off-nosync-sigkill/snapshot_80", 80, 1, 77, 41, 1, 3, 0},
        {"07-session-expiry-restart/snapshot_36", 36, 1, 30, 17, 5, 6, 1},
        {"07-session-expiry-restart/snapshot_48", 48, 1, 42, 17, 5, 6, 1},
        {"07-session-expiry-restart/snapshot_60", 60, 2, 48, 15, 9, 11, 1},
        {"08-cluster3-sigterm/n1/snapshot_40", 40, 1, 37, 35, 2, 3, 1},
        {"08-cluster3-sigterm/n1/snapshot_80", 80, 1, 76, 43, 2, 4, 1},
        {"09-cluster-grown-3to4/n1/snapshot_30", 30, 1, 28, 26, 1, 2, 1},
        {"09-cluster-grown-3to4/n1/snapshot_60", 60, 1, 58, 36, 1, 2, 1},
        {"09-cluster-grown-3to4/n1/snapshot_90", 90, 2, 82, 41, 0, 6, 1},
        {"09-cluster-grown-3to4/n4/snapshot_82", 82, 2, 76, 40, 1, 4, 1},
    };
    for (const Row& row : rows) {
        CAPTURE(row.file);
        const WholeSnapshot whole =
            read_snapshot(read_file(golden(std::string("keeper/") + row.file + ".bin.zstd")));
        CHECK(whole.header.version == 5);
        CHECK(whole.header.last_log_index == row.index);
        CHECK(whole.header.last_log_term == row.term);
        CHECK(whole.header.zxid == row.zxid);
        CHECK(whole.header.session_id_counter == row.session_id_counter);
        CHECK(whole.header.digest_version == row.digest_version);
        CHECK(whole.nodes.size() == row.nodes);
        CHECK(whole.sessions.size() == row.sessions);
        // The same configuration was in the raft metadata and at the end.
        CHECK(whole.cluster_configuration == whole.header.metadata_configuration);
        CHECK(whole.unknown_bytes == 0);
        if (row.digest_version == 0)
            continue;
        const std::uint64_t sum =
            std::accumulate(whole.nodes.begin(), whole.nodes.end(), std::uint64_t{0},
                            [&](std::uint64_t so_far, const OwnedNode& node) {
                                return so_far + node_digest(row.digest_version, node.view());
                            });
        CHECK(sum == whole.header.digest);
    }
}
