// Every call of the disk fails once, and the process dies at every one that changes it: a directory for
// ZooKeeper is there as a whole or not at all, and what was read stays as it is.
#include "support/crashing_run.h"
#include "support/failing_run.h"
#include "support/rewrite_scene.h"
#include "support/test_dir.h"

#include "keeperfs/convert/keeper_to_zookeeper.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/zookeeper/snapshot_reader.h"

#include <doctest/doctest.h>

#include <filesystem>

using namespace keeperfs;
using namespace keeperfs::test;

namespace {

constexpr std::uint64_t every = KFS_SANITIZED ? 5 : 1;

/// A snapshot of which half the nodes stand before their parents, so that the file is read again and again.
struct Scene {
    TestDir dir;
    std::string bytes;

    Scene() {
        WholeSnapshot whole = plain_snapshot(keeper::snapshot_version::containers);
        for (int i = 0; i < 40; ++i)
            add_node(whole, (i % 4 == 0 ? "" : whole.nodes.back().path) + "/n" + std::to_string(i), "data");
        std::ranges::reverse(whole.nodes);
        bytes = compress(encode(whole, whole.header.version), keeper::SnapshotCodec::lz4_blocks);
        write_file(input(), bytes);
    }
    std::string input() const { return dir.file("snapshot"); }
    std::string target() const { return dir.file("zookeeper"); }

    void run(io::FileSystem& files) const {
        convert::KeeperToZooKeeperOptions options;
        options.output_dir = target();
        options.most_held_bytes = 4096;
        convert::keeper_to_zookeeper(files, input(), options, nullptr);
    }
    /// 41 nodes, ZooKeeper's own two, and a seal that is right.
    bool is_whole() const {
        io::FileSource file(io::FileSystem::system(), target() + "/version-2/snapshot.32");
        zookeeper::SnapshotReader reader(file);
        for (zookeeper::SnapshotNode node; reader.next(node);) {
        }
        return reader.nodes_read() == 43 && reader.trailer().digest;
    }
};

} // namespace

TEST_CASE("whatever call fails, the directory for ZooKeeper is there as a whole or not at all") {
    std::uint64_t number = 1;
    for (bool any = true; any; number += every) {
        CAPTURE(number);
        const Scene scene;
        const FailingRun run = run_with_failure([&](io::FileSystem& files) { scene.run(files); }, number);
        any = run.has_failed;
        CAPTURE(static_cast<int>(run.kind));
        CHECK(read_file(scene.input()) == scene.bytes);
        // The last fsync comes behind the rename.
        const bool is_there = std::filesystem::exists(scene.target());
        CHECK((is_there == run.is_done || (is_there && run.kind == Call::sync_directory)));
        if (is_there)
            CHECK(scene.is_whole());
        if (!run.is_done && run.kind != Call::remove && run.kind != Call::remove_directory &&
            run.kind != Call::list)
            CHECK(!std::filesystem::exists(scene.dir.file(".zookeeper.part")));
    }
    CHECK(number > 20);
}

TEST_CASE("wherever the run dies, the directory for ZooKeeper is there as a whole or not at all") {
    for (std::uint64_t number = 1;; number += every) {
        CAPTURE(number);
        const Scene scene;
        const int end = run_and_crash([&](io::FileSystem& files) { scene.run(files); }, number);
        CHECK(read_file(scene.input()) == scene.bytes);
        if (std::filesystem::exists(scene.target()))
            CHECK(scene.is_whole());
        if (end == succeeded)
            break;
        REQUIRE(end == crashed);
    }
}
