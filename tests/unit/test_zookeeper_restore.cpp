#include "support/zookeeper_dir.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"
#include "keeperfs/zookeeper/restore.h"

#include <doctest/doctest.h>

#include <map>

using namespace keeperfs;
using namespace keeperfs::test;

namespace {

struct Node {
    std::string data;
    bool null = false;
    tree::Stat stat;
    std::uint32_t children = 0;
    tree::AclList acl;
};

struct Restored {
    zookeeper::RestoreReport report;
    std::map<std::int64_t, std::int64_t> sessions;
    std::map<std::string, Node> nodes;
};

Restored restore(const ZooKeeperDir& dir, zookeeper::RestoreOptions options = {}) {
    options.snapshots_dir = options.logs_dir = dir.path();
    auto& files = io::FileSystem::system();
    const zookeeper::RestoredTree tree = zookeeper::restore(files, options, nullptr);
    Restored out{tree.report(), tree.sessions(), {}};
    zookeeper::NodeStream stream(files, tree, nullptr);
    zookeeper::RestoredNode node;
    while (stream.next(node)) {
        const std::string path(as_text(node.path));
        CHECK_FALSE_MESSAGE(out.nodes.contains(path), path);
        if (!path.empty())
            CHECK_MESSAGE(out.nodes.contains(path.substr(0, path.rfind('/'))), path,
                          " comes before its parent");
        out.nodes[path] = {std::string(as_text(node.data)), node.data_is_null, node.stat, node.children,
                           node.acl == zookeeper::unknown_acl ? tree::AclList{} : tree.acls()[node.acl]};
    }
    return out;
}

Error error_of(const ZooKeeperDir& dir, const zookeeper::RestoreOptions& options = {}) {
    try {
        restore(dir, options);
    } catch (const Error& error) {
        return error;
    }
    FAIL("no error");
    throw 0;
}

/// The root, /zookeeper and /a with one child, after transaction 5.
SnapshotSpec small_snapshot() {
    return {.zxid = 5,
            .sessions = {{0x100, 30000}},
            .nodes = {{"", "", -1, stat_of(0, 2)},
                      {"/zookeeper", "", -1, stat_of(0)},
                      {"/a", "one", -1, stat_of(3, 1)},
                      {"/a/b", "two", -1, stat_of(4)}}};
}

std::string create(std::int64_t zxid, std::string_view path, std::string_view data = "",
                   std::int32_t parent_cversion = -1) {
    return txn_record({.zxid = zxid, .time_ms = 2000, .type = 1},
                      body::create(path, data, open_acl, false, parent_cversion));
}
std::string removal(std::int64_t zxid, std::string_view path) {
    return txn_record({.zxid = zxid, .type = 2}, body::remove(path));
}
std::string set(std::int64_t zxid, std::string_view path, std::string_view data, std::int32_t version) {
    return txn_record({.zxid = zxid, .time_ms = 3000, .type = 5}, body::set_data(path, data, version));
}

} // namespace

TEST_CASE("transactions behind the snapshot change only what they name") {
    ZooKeeperDir dir;
    dir.snapshot(small_snapshot());
    dir.log(4, {create(4, "/a/b"), create(5, "/ignored"), create(6, "/a/c", "new"), set(7, "/", "root", 1),
                removal(8, "/a/b"), set(9, "/a/c", "newer", 1)});
    const Restored tree = restore(dir);
    CHECK(tree.nodes.size() == 4);
    CHECK(tree.report.last_zxid == 9);
    CHECK(tree.report.transactions == 4);
    CHECK(tree.nodes.at("").data == "root");
    CHECK(tree.nodes.at("").stat.version == 1);
    CHECK(tree.nodes.at("/a").data == "one");
    CHECK(tree.nodes.at("/a").children == 1);
    CHECK(tree.nodes.at("/a").stat.cversion == 2);
    CHECK(tree.nodes.at("/a").stat.pzxid == 8);
    CHECK(tree.nodes.at("/a/c").data == "newer");
    CHECK(tree.nodes.at("/a/c").stat.czxid == 6);
    CHECK(tree.nodes.at("/a/c").stat.mzxid == 9);
    CHECK(tree.sessions.at(0x100) == 30000);
}

TEST_CASE("a node that was deleted and created again is a new one") {
    ZooKeeperDir dir;
    dir.snapshot(small_snapshot());
    dir.log(6, {removal(6, "/a/b"), create(7, "/a/b", "again"), create(8, "/a/b/c"), removal(9, "/a/b/c"),
                removal(10, "/a/b"), create(11, "/a/b", "third")});
    const Restored tree = restore(dir);
    CHECK(tree.nodes.size() == 4);
    CHECK(tree.nodes.at("/a/b").data == "third");
    CHECK(tree.nodes.at("/a/b").stat.czxid == 11);
    CHECK(tree.nodes.at("/a").children == 1);
    CHECK(tree.nodes.at("/a").stat.cversion == 3);
}

TEST_CASE("the subtree of a later life goes with the node and is created again") {
    // The snapshot shows /a/b/c/d, which transactions 9 and 10 create; its name says 5.
    SnapshotSpec spec = small_snapshot();
    spec.nodes[3].stat = stat_of(8, 1);
    spec.nodes.push_back({"/a/b/c", "", -1, stat_of(9, 1)});
    spec.nodes.push_back({"/a/b/c/d", "", -1, stat_of(10)});
    ZooKeeperDir dir;
    dir.snapshot(spec);
    dir.log(6, {set(6, "/a", "x", 1), removal(7, "/a/b"), create(8, "/a/b"), create(9, "/a/b/c"),
                create(10, "/a/b/c/d")});
    const Restored tree = restore(dir);
    CHECK(tree.report.fuzzy_until == 10);
    CHECK(tree.nodes.size() == 6);
    CHECK(tree.nodes.at("/a/b").children == 1);
    CHECK(tree.nodes.at("/a/b").stat.cversion == 1);
    CHECK(tree.nodes.at("/a/b/c/d").stat.czxid == 10);
    CHECK(tree.report.findings.empty());
}

TEST_CASE("a create whose node is there already mends its ACL and its parent") {
    SnapshotSpec spec = small_snapshot();
    spec.nodes[3] = {"/a/b", "two", 7, stat_of(6)}; // number 7 is in no table
    ZooKeeperDir dir;
    dir.snapshot(spec);
    const tree::AclList readers{{1, "world", "anyone"}};
    dir.log(6, {txn_record({.zxid = 6, .type = 15}, body::create("/a/b", "two", readers, false, 4))});
    const Restored tree = restore(dir);
    CHECK(tree.nodes.at("/a/b").acl == readers);
    CHECK(tree.nodes.at("/a").stat.cversion == 4);
    CHECK(tree.report.nodes_without_acl == 0);
}

TEST_CASE("a node whose ACL is in no table is reported when no log mends it") {
    SnapshotSpec spec = small_snapshot();
    spec.nodes[3].acl = 7;
    ZooKeeperDir dir;
    dir.snapshot(spec);
    const Restored tree = restore(dir);
    CHECK(tree.report.nodes_without_acl == 1);
    REQUIRE(tree.report.findings.size() == 1);
    CHECK(tree.report.findings[0].code == "snapshot.unknown-acl");
}

TEST_CASE("a failed multi changes nothing, a whole one all") {
    ZooKeeperDir dir;
    dir.snapshot(small_snapshot());
    dir.log(
        6, {txn_record({.zxid = 6, .type = 14}, body::multi({{1, body::create("/x", "", open_acl, false, -1)},
                                                             {-1, body::error(-101)}})),
            txn_record({.zxid = 7, .type = 14}, body::multi({{1, body::create("/y", "", open_acl, false, -1)},
                                                             {13, Jute().text("/y").int32(0).bytes()},
                                                             {5, body::set_data("/y", "set", 1)},
                                                             {2, body::remove("/a/b")}}))});
    const Restored tree = restore(dir);
    CHECK_FALSE(tree.nodes.contains("/x"));
    CHECK(tree.nodes.at("/y").data == "set");
    CHECK_FALSE(tree.nodes.contains("/a/b"));
    CHECK(tree.report.last_zxid == 7);
}

TEST_CASE("closing a session removes its ephemerals, listed or not, and nothing else") {
    SnapshotSpec spec = small_snapshot();
    const auto owned = [](std::int64_t zxid, std::int64_t owner) {
        tree::Stat stat = stat_of(zxid);
        stat.ephemeral_owner = owner;
        return stat;
    };
    spec.sessions = {{0x100, 1}, {0x200, 2}, {-5, 3}};
    spec.nodes.push_back({"/a/e1", "", -1, owned(3, 0x100)});
    spec.nodes.push_back({"/a/e2", "", -1, owned(3, 0x200)});
    spec.nodes.push_back({"/a/e3", "", -1, owned(3, -5)});
    spec.nodes.push_back({"/a/ttl", "", -1, owned(3, static_cast<std::int64_t>(0xff000000000003e8))});
    spec.nodes.push_back({"/a/container", "", -1, owned(3, tree::container_owner)});
    ZooKeeperDir dir;
    dir.snapshot(spec);
    dir.log(
        6,
        {txn_record({.zxid = 6, .session = 0x300, .type = -10}, body::create_session(40)),
         txn_record({.zxid = 7, .session = 0x300, .type = 1}, body::create("/a/e4", "", open_acl, true, -1)),
         txn_record({.zxid = 8, .session = 0x100, .type = -11}, body::close_session({"/a/e1", "/a/none"})),
         txn_record({.zxid = 9, .session = 0x300, .type = -11}, ""),
         txn_record({.zxid = 10, .session = -5, .type = -11}, "")});
    const Restored tree = restore(dir);
    CHECK_FALSE(tree.nodes.contains("/a/e1"));
    CHECK(tree.nodes.contains("/a/e2"));
    CHECK_FALSE(tree.nodes.contains("/a/e3"));
    CHECK_FALSE(tree.nodes.contains("/a/e4"));
    CHECK(tree.nodes.contains("/a/ttl"));
    CHECK(tree.nodes.contains("/a/container"));
    CHECK(tree.nodes.at("/a").stat.pzxid == 10);
    CHECK(tree.sessions == std::map<std::int64_t, std::int64_t>{{0x200, 2}});
}

TEST_CASE("a delete of a missing node still moves the parent's pzxid") {
    ZooKeeperDir dir;
    dir.snapshot(small_snapshot());
    dir.log(6, {removal(6, "/a/gone")});
    const Restored tree = restore(dir);
    CHECK(tree.nodes.at("/a").stat.pzxid == 6);
    CHECK(tree.nodes.at("/a").children == 1);
    REQUIRE(tree.report.findings.size() == 1);
    CHECK(tree.report.findings[0].code == "replay.no-node");
}

TEST_CASE("a gap is refused with the numbers that are missing") {
    ZooKeeperDir dir;
    dir.snapshot(small_snapshot());
    dir.log(8, {create(8, "/late")});
    const Error error = error_of(dir);
    CHECK(error.kind() == ErrorKind::refused);
    CHECK(error.offset() == 16);
    CHECK(std::string(error.what()).find("0x6 to 0x7") != std::string::npos);
    CHECK(std::string(error.what()).find("--allow-gap") != std::string::npos);

    const Restored tree = restore(dir, {.allow_gap = true});
    CHECK(tree.nodes.contains("/late"));
    CHECK(tree.report.missing_transactions == 2);
}

TEST_CASE("a newest log without zeros at its end may have been cut, and the report says so") {
    ZooKeeperDir dir;
    dir.snapshot(small_snapshot());
    dir.padding = 0; // of the older log: the server went on in another
    dir.log(6, {create(6, "/x")});
    for (const std::size_t zeros : {0U, 11U, 12U}) {
        CAPTURE(zeros);
        dir.padding = zeros;
        dir.log(7, {create(7, "/y")});
        const std::vector<Finding> findings = restore(dir).report.findings;
        REQUIRE(findings.size() == (zeros < 12 ? 1 : 0));
        if (findings.empty())
            continue;
        CHECK(findings[0].code == "txnlog.no-padding");
        CHECK(findings[0].file == dir.dir().file("log.7"));
        CHECK(findings[0].offset == std::filesystem::file_size(dir.dir().file("log.7")) - zeros);
    }
    CHECK(restore(dir, {.until_zxid = 6}).report.findings.empty());
}

TEST_CASE("a new epoch begins with counter 1, anything else is a gap") {
    ZooKeeperDir dir;
    dir.snapshot(small_snapshot());
    dir.log(6, {create(6, "/x"), create((2LL << 32) | 1, "/y")});
    CHECK(restore(dir).nodes.contains("/y"));
    for (const auto& [zxid, missing] :
         {std::pair((2LL << 32) | 2, 1ULL), std::pair(2LL << 32, (2ULL << 32) - 7)}) {
        dir.log(6, {create(6, "/x"), create(zxid, "/y")});
        CHECK(error_of(dir).kind() == ErrorKind::refused);
        CHECK(restore(dir, {.allow_gap = true}).report.missing_transactions == missing);
    }
}

TEST_CASE("names with a number that no transaction can have are passed over") {
    ZooKeeperDir dir;
    dir.snapshot(small_snapshot());
    for (const char* name : {"snapshot.-5", "snapshot.7fffffffffffffff", "log.-5", "log.7fffffffffffffff"}) {
        write_file(dir.dir().file(name), snapshot_bytes(small_snapshot()));
    }
    const Restored tree = restore(dir);
    CHECK(tree.report.snapshot->name == "snapshot.5");
    REQUIRE(tree.report.passed_over.size() == 4);
    for (const zookeeper::PassedOver& passed : tree.report.passed_over)
        CHECK_MESSAGE(passed.reason == "the name holds no zxid", passed.file);
}

TEST_CASE("a fuzzy snapshot without the logs that cover it is refused") {
    SnapshotSpec spec = small_snapshot();
    spec.nodes[3].stat.mzxid = 9;
    ZooKeeperDir dir;
    dir.snapshot(spec);
    dir.log(6, {create(6, "/x"), create(7, "/y")});
    const Error error = error_of(dir);
    CHECK(error.kind() == ErrorKind::refused);
    CHECK(std::string(error.what()).find("0x8 to 0x9") != std::string::npos);
    const Restored tree = restore(dir, {.allow_fuzzy = true});
    CHECK(tree.report.last_zxid == 7);
    REQUIRE_FALSE(tree.report.findings.empty());
    CHECK(tree.report.findings.back().code == "snapshot.fuzzy");
}

TEST_CASE("a tree that differs from a recorded digest is refused") {
    ZooKeeperDir dir;
    dir.snapshot(small_snapshot());
    dir.log(6, {txn_record({.zxid = 6, .type = 1}, body::create("/x", "", open_acl, false, -1), 12345)});
    const Error error = error_of(dir);
    CHECK(error.kind() == ErrorKind::refused);
    CHECK(error.wanted() == hex(std::uint64_t{12345}));
    const Restored tree = restore(dir, {.allow_digest_mismatch = true});
    CHECK(tree.report.digests_compared == 1);
    CHECK(tree.report.digests_agreed == 0);
}

TEST_CASE("a stop at a zxid or a time leaves out what is later, and snapshots that hold it") {
    SnapshotSpec newest = small_snapshot();
    newest.zxid = 8;
    ZooKeeperDir dir;
    dir.snapshot(small_snapshot());
    dir.snapshot(newest);
    const auto at = [](std::int64_t zxid, std::int64_t time, std::string_view path) {
        return txn_record({.zxid = zxid, .time_ms = time, .type = 1},
                          body::create(path, "", open_acl, false, -1));
    };
    dir.log(6, {at(6, 100, "/x"), at(7, 200, "/y"), at(8, 300, "/z")});
    const Restored by_zxid = restore(dir, {.until_zxid = 7});
    CHECK(by_zxid.report.snapshot_zxid == 5);
    CHECK(by_zxid.nodes.contains("/y"));
    CHECK_FALSE(by_zxid.nodes.contains("/z"));
    const Restored by_time = restore(dir, {.until_time_ms = 150});
    CHECK(by_time.nodes.contains("/x"));
    CHECK_FALSE(by_time.nodes.contains("/y"));
    CHECK(restore(dir).report.snapshot_zxid == 8);
}

TEST_CASE("logs without a snapshot need to be trusted") {
    ZooKeeperDir dir;
    dir.log(1, {create(1, "/x")});
    CHECK(error_of(dir).kind() == ErrorKind::refused);
    const Restored tree = restore(dir, {.trust_empty = true});
    CHECK(tree.nodes.size() == 5);
    CHECK(tree.nodes.at("").stat.cversion == 1);
    CHECK(tree.nodes.at("/zookeeper").children == 2);
    CHECK(tree.nodes.at("/zookeeper/config").stat.aversion == -1);
}

TEST_CASE("nodes out of order or given twice make a snapshot unusable, with the offset") {
    const auto with = [](const NodeSpec& node) {
        SnapshotSpec spec = small_snapshot();
        spec.nodes.push_back(node);
        return spec;
    };
    for (const auto& [node, text] :
         {std::pair(NodeSpec{"/b/c"}, "does not follow its parent"),
          std::pair(NodeSpec{"/a"}, "stands twice"), std::pair(NodeSpec{""}, "stands twice")}) {
        ZooKeeperDir dir;
        dir.snapshot(with(node));
        const Error error = error_of(dir);
        CHECK(error.kind() == ErrorKind::bad_input);
        CHECK_MESSAGE(std::string(error.what()).find(text) != std::string::npos, error.what());
        CHECK_MESSAGE(std::string(error.what()).find("at byte ") != std::string::npos, error.what());
    }
}

TEST_CASE("any order in which parents come first gives the same tree, as for a server") {
    SnapshotSpec depth_first;
    depth_first.zxid = 5;
    depth_first.sessions = {{7, 4000}};
    for (const char* path : {"", "/a", "/a/b", "/a/b/c", "/a/d", "/e", "/e/f"})
        depth_first.nodes.push_back({path, "data", -1, stat_of(1, 3)});
    depth_first.nodes.back().stat.ephemeral_owner = 7;
    SnapshotSpec breadth_first = depth_first;
    breadth_first.nodes.clear();
    for (const std::size_t place : std::vector<std::size_t>{0, 1, 5, 2, 4, 6, 3})
        breadth_first.nodes.push_back(depth_first.nodes[place]);
    const auto restored = [](const SnapshotSpec& spec, const std::vector<std::string>& records) {
        ZooKeeperDir dir;
        dir.snapshot(spec);
        if (!records.empty())
            dir.log(6, records);
        return restore(dir).nodes;
    };
    for (const auto& records : {std::vector<std::string>{}, {create(6, "/a/b/g"), removal(7, "/a/d")}}) {
        const auto wanted = restored(depth_first, records);
        const auto got = restored(breadth_first, records);
        REQUIRE(got.size() == wanted.size());
        for (const auto& entry : wanted) {
            const std::string& path = entry.first;
            const auto& node = entry.second;
            CAPTURE(path);
            REQUIRE(got.contains(path));
            CHECK(got.at(path).stat == node.stat);
            CHECK(got.at(path).data == node.data);
            CHECK(got.at(path).children == node.children);
        }
    }
    // The end of its session, which does not name the node, changes the parent, of which nothing is held by
    // then.
    ZooKeeperDir closes;
    closes.snapshot(breadth_first);
    closes.log(6, {txn_record({.zxid = 6, .session = 7, .type = -11}, "")});
    const Error error = error_of(closes);
    CHECK(error.kind() == ErrorKind::bad_input);
    CHECK_MESSAGE(std::string(error.what()).find("logs close its session") != std::string::npos,
                  error.what());
}

TEST_CASE("the removal of a protected node is damage") {
    for (const char* path : {"/zookeeper", "/zookeeper/quota"}) {
        ZooKeeperDir dir;
        dir.snapshot(small_snapshot());
        dir.log(6, {removal(6, path)});
        CHECK(error_of(dir).kind() == ErrorKind::bad_input);
    }
}

TEST_CASE("quota statistics follow the nodes that they count") {
    SnapshotSpec spec = small_snapshot();
    spec.nodes = {{"", "", -1, stat_of(0, 2)},
                  {"/zookeeper", "", -1, stat_of(0)},
                  {"/zookeeper/quota", "", -1, stat_of(0)},
                  {"/zookeeper/quota/a", "", -1, stat_of(1, 2)},
                  {"/zookeeper/quota/a/zookeeper_limits", "count=9,bytes=-1", -1, stat_of(1)},
                  {"/zookeeper/quota/a/zookeeper_stats", "stale", -1, stat_of(1)},
                  {"/a", "one", -1, stat_of(3, 1)},
                  {"/a/b", "two", -1, stat_of(4)}};
    ZooKeeperDir dir;
    dir.snapshot(spec);
    CHECK(restore(dir).nodes.at("/zookeeper/quota/a/zookeeper_stats").data == "count=2,bytes=6");
    dir.log(6,
            {create(6, "/a/c", "12345"), set(7, "/a/b", "", 1), removal(8, "/a/c"), create(9, "/a/d", "x")});
    CHECK(restore(dir).nodes.at("/zookeeper/quota/a/zookeeper_stats").data == "count=3,bytes=4");
}

TEST_CASE("which nodes are ephemeral depends on how a TTL is stored") {
    const auto owned_by = [](std::int64_t owner) {
        tree::Stat stat = stat_of(4);
        stat.ephemeral_owner = owner;
        return stat;
    };
    ZooKeeperDir dir;
    dir.snapshot({.zxid = 5,
                  .sessions = {{0x100, 30000}},
                  .nodes = {{"", "", -1, stat_of(0, 2)},
                            {"/ttl-of-3.5.3", "", -1, owned_by(INT64_MIN | 5000)},
                            {"/e", "", -1, owned_by(0x100)},
                            {"/orphan", "", -1, owned_by(0x200)}}});
    dir.log(6, {txn_record({.zxid = 6, .session = 0x100, .type = 1},
                           body::create("/made", "", open_acl, true, -1))});
    const zookeeper::RestoredTree tree = zookeeper::restore(
        io::FileSystem::system(), {.snapshots_dir = dir.path(), .logs_dir = dir.path()}, nullptr);
    const zookeeper::TreeLinks links(tree);
    CHECK(links.ephemerals(false) == std::vector<tree::NodeId>{1, 2, 3, 4});
    CHECK(links.ephemerals(true) == std::vector<tree::NodeId>{2, 3, 4});
}

TEST_CASE("the greatest session id is looked for in every transaction, in the table or not") {
    ZooKeeperDir dir;
    dir.snapshot(small_snapshot());
    dir.log(6,
            {txn_record({.zxid = 6, .session = 0x900, .type = 1}, body::create("/e", "", open_acl, true, -1)),
             txn_record({.zxid = 7, .session = 0x901, .type = -1}, body::error(-101))});
    const zookeeper::RestoredTree tree = zookeeper::restore(
        io::FileSystem::system(), {.snapshots_dir = dir.path(), .logs_dir = dir.path()}, nullptr);
    CHECK(tree.sessions().size() == 1);
    CHECK(tree.greatest_session_id() == 0x901);
}
