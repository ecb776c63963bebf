#include "property/random.h"
#include "support/keeper_requests.h"
#include "support/rewrite_scene.h"
#include "support/test_dir.h"

#include "keeperfs/base/error.h"
#include "keeperfs/convert/keeper_to_zookeeper.h"
#include "keeperfs/io/file_source.h"
#include "keeperfs/zookeeper/restore.h"
#include "keeperfs/zookeeper/snapshot_reader.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <set>

using namespace keeperfs;
using namespace keeperfs::test;
using convert::KeeperToZooKeeperOptions;
using convert::KeeperToZooKeeperReport;
using keeperfs::property::Random;
namespace v = keeper::snapshot_version;

namespace {

struct Znode {
    std::string data;
    tree::AclList acl;
    tree::Stat stat;
    bool operator==(const Znode&) const = default;
};

/// A whole ZooKeeper snapshot as a value.
struct Written {
    std::map<std::string, Znode> nodes;
    std::vector<std::string> order;
    std::map<std::int64_t, std::int64_t> sessions;
    zookeeper::SnapshotTrailer trailer;
};

Written read_znodes(const std::string& path) {
    io::FileSource file(io::FileSystem::system(), path);
    zookeeper::SnapshotReader reader(file);
    Written out;
    std::map<std::int64_t, tree::AclList> acls{{-1, {{31, "world", "anyone"}}}};
    for (const zookeeper::NumberedAcl& acl : reader.acls())
        acls[acl.number] = acl.list;
    for (const tree::Session& session : reader.sessions())
        out.sessions[session.id] = session.timeout_ms;
    for (zookeeper::SnapshotNode node; reader.next(node);) {
        const std::string name(as_text(node.path));
        CHECK(!node.data_is_null);
        out.order.push_back(name);
        out.nodes[name] = {std::string(as_text(node.data)), acls.at(node.acl_number), node.stat};
    }
    out.trailer = reader.trailer();
    return out;
}

/// A snapshot on the disk, and the way back from it.
struct Scene {
    TestDir dir;
    WholeSnapshot whole = plain_snapshot(v::containers);
    KeeperToZooKeeperOptions options;

    Scene() { options.output_dir = dir.file("zookeeper"); }

    KeeperToZooKeeperReport run() {
        write_file(dir.file("snapshot"),
                   compress(encode(whole, whole.header.version), keeper::SnapshotCodec::lz4_blocks));
        return convert::keeper_to_zookeeper(io::FileSystem::system(), dir.file("snapshot"), options, nullptr);
    }
    /// What it throws; nothing is left.
    Error failure() {
        try {
            run();
        } catch (const Error& error) {
            CHECK(!std::filesystem::exists(options.output_dir));
            CHECK(!std::filesystem::exists(dir.file(".zookeeper.part")));
            return error;
        }
        return Error(ErrorKind::defect, "not refused");
    }
    Written result() { return read_znodes(run().output_file); }
};

bool has(const std::vector<convert::Change>& changes, std::string_view code, std::uint64_t count) {
    return std::ranges::any_of(changes,
                               [&](const convert::Change& c) { return c.code == code && c.count == count; });
}

std::string parent_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

/// Random children of random nodes, in random order.
void grow(WholeSnapshot& whole, Random& random) {
    whole.acls = {
        {1, {{31, "digest", "a:h"}}}, {4, {}}, {7, {{1, "world", "anyone"}}}, {9, {{31, "digest", "a:h"}}}};
    whole.sessions = {{-5, 30'000, {}}, {7, 4000, {}}};
    for (std::uint64_t i = 0, n = 1 + random.below(80); i < n; ++i) {
        const OwnedNode& parent = whole.nodes[random.below(whole.nodes.size())];
        if (parent.node.ttl_ms || parent.node.is_ephemeral())
            continue;
        const std::string path = (parent.path == "/" ? "" : parent.path) + "/n" + std::to_string(i);
        keeper::SnapshotNode& node = add_node(whole, path, std::string(random.below(200), 'd'));
        node.stat.czxid = random.between(0, 50), node.stat.mzxid = random.between(0, 50);
        node.stat.pzxid = random.between(0, 50), node.stat.ctime = random.between(-9, 9);
        node.stat.mtime = random.between(0, 1 << 30);
        node.stat.version = static_cast<std::int32_t>(random.between(-3, 100));
        node.stat.cversion = static_cast<std::int32_t>(random.between(-3, 100));
        node.stat.aversion = static_cast<std::int32_t>(random.between(0, 5));
        node.acl_id = random.pick(std::vector<std::uint64_t>{0, 1, 4, 7, 9});
        node.seq_num = random.pick(std::vector<std::int64_t>{0, 1, 77, INT32_MAX, INT32_MIN, -1});
        if (random.chance(10))
            node.stat.ephemeral_owner = random.pick(std::vector<std::int64_t>{-5, 7, 99});
        else if (random.chance(10))
            node.ttl_ms = random.pick(std::vector<std::int64_t>{1, 60'000, 0xffffffffff});
        else if (random.chance(10))
            node.stat.ephemeral_owner = tree::container_owner;
    }
    random.shuffle(whole.nodes);
}

/// What must be written, by the rules in words: spec of the format, not the code under test.
std::map<std::string, Znode> expected(const WholeSnapshot& whole) {
    std::map<std::string, Znode> nodes;
    for (const OwnedNode& owned : whole.nodes) {
        Znode znode{owned.data, {{31, "world", "anyone"}}, owned.node.stat};
        for (const keeper::AclMapEntry& entry : whole.acls)
            if (entry.id == owned.node.acl_id && !entry.list.empty())
                znode.acl = entry.list;
        znode.stat.cversion = static_cast<std::int32_t>(owned.node.seq_num);
        if (owned.node.ttl_ms)
            znode.stat.ephemeral_owner = static_cast<std::int64_t>(
                0xff00000000000000U + static_cast<std::uint64_t>(*owned.node.ttl_ms));
        nodes[owned.path == "/" ? "" : owned.path] = znode;
    }
    nodes["/zookeeper"] = nodes["/zookeeper/quota"] = {"", {{31, "world", "anyone"}}, {}};
    return nodes;
}

} // namespace

TEST_CASE("random trees in any order: every field of every node, parents before their children") {
    unsigned most_readings = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        Scene scene;
        grow(scene.whole, random);
        scene.options.most_held_bytes = random.pick(std::vector<std::uint64_t>{0, 1000, 5000, 1 << 20});
        const KeeperToZooKeeperReport report = scene.run();
        const Written written = read_znodes(report.output_file);
        most_readings = std::max(most_readings, report.readings);
        CHECK(written.nodes == expected(scene.whole));
        CHECK(written.sessions == std::map<std::int64_t, std::int64_t>{{-5, 30'000}, {7, 4000}});
        std::set<std::string> seen;
        for (const std::string& path : written.order) {
            CHECK((path.empty() || seen.contains(parent_of(path))));
            CHECK(seen.insert(path).second);
        }
        CHECK(report.nodes == written.order.size());
        CHECK(report.acls == 2); // of two equal lists one, and none for what is open
        if (scene.options.most_held_bytes == 1 << 20)
            CHECK(report.readings == 1);
    }
    CHECK(most_readings > 3);
}

TEST_CASE("random trees there and back: Keeper has again what it had, but for cversion") {
    for (std::uint64_t seed = 100; seed < 120; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        Scene scene;
        grow(scene.whole, random);
        scene.run();
        convert::ZooKeeperToKeeperOptions again;
        again.source.snapshots_dir = again.source.logs_dir = scene.options.output_dir + "/version-2";
        again.output_dir = scene.dir.file("keeper");
        again.snapshot_version = v::newest;
        again.threads = 1;
        std::filesystem::create_directory(again.output_dir);
        const auto report = convert::zookeeper_to_keeper(io::FileSystem::system(), again, nullptr);
        CHECK(report.source.digests_agreed == 1);
        io::FileSource file(io::FileSystem::system(), report.output_file);
        const WholeSnapshot back = read_snapshot(file);
        CHECK(back.nodes.size() == scene.whole.nodes.size() + 2);
        const auto list_of = [](const WholeSnapshot& whole, std::uint64_t id) {
            for (const keeper::AclMapEntry& entry : whole.acls)
                if (entry.id == id)
                    return entry.list;
            return tree::AclList();
        };
        for (const OwnedNode& was : scene.whole.nodes) {
            CAPTURE(was.path);
            const OwnedNode& is = node_at(back, was.path);
            CHECK(is.data == was.data);
            CHECK(list_of(back, is.node.acl_id) == list_of(scene.whole, was.node.acl_id));
            tree::Stat stat = was.node.stat;
            stat.cversion = is.node.stat.cversion;
            CHECK(is.node.stat == stat);
            CHECK(is.node.ttl_ms == was.node.ttl_ms);
            CHECK(is.node.num_children == was.node.num_children + (was.path == "/" ? 1 : 0));
            if (!was.node.ttl_ms && !was.node.is_ephemeral())
                CHECK(is.node.seq_num == was.node.seq_num);
        }
    }
}

TEST_CASE("every cversion that clients will see changed is counted") {
    Scene scene;
    scene.whole.nodes[0].node.seq_num = 5;
    scene.whole.nodes[0].node.stat.cversion = 2 * 5 - 3; // /same, /other, /zookeeper
    add_node(scene.whole, "/same");
    keeper::SnapshotNode& other = add_node(scene.whole, "/other");
    other.seq_num = 4;
    other.stat.cversion = 9;
    const KeeperToZooKeeperReport report = scene.run();
    CHECK(report.other_cversions == 1);
    REQUIRE(has(report.changes, "cversion.computed", 1));
    CHECK(report.changes[0].examples == std::vector<std::string>{"/other"});
}

TEST_CASE("Keeper's own nodes stay behind, ZooKeeper's are added where they are missing") {
    constexpr struct {
        std::vector<std::string_view> (*has)();
        std::size_t added;
    } cases[] = {
        {[] { return std::vector<std::string_view>{}; }, 2},
        {[] { return std::vector<std::string_view>{"/zookeeper"}; }, 1},
        {[] {
             return std::vector<std::string_view>{"/zookeeper", "/zookeeper/quota"};
         },
         0},
    };
    for (const auto& [paths, added] : cases) {
        Scene scene;
        add_node(scene.whole, "/keeper");
        add_node(scene.whole, "/keeperfoo");
        for (const std::string_view path : paths())
            add_node(scene.whole, std::string(path)).stat.ctime = 7;
        const KeeperToZooKeeperReport report = scene.run();
        const Written written = read_znodes(report.output_file);
        CHECK(report.added_paths.size() == added);
        CHECK(written.nodes.size() == 4);
        CHECK(written.nodes.contains("/keeperfoo"));
        CHECK(written.nodes.contains("/zookeeper/quota"));
        CHECK(written.nodes.at("/zookeeper").stat.ctime == (added == 2 ? 0 : 7));
        CHECK(report.left_out == 1);
    }
}

TEST_CASE("each release gets the sections that it reads") {
    constexpr struct {
        zookeeper::Release release;
        bool with_digest, has_digest, has_zxid;
    } cases[] = {
        {{3, 5}, true, false, false},  {{3, 6}, true, true, false}, {{3, 7}, true, true, false},
        {{3, 8}, true, true, false},   {{3, 9}, true, true, true},  {{3, 8}, false, false, false},
        {{3, 9}, false, false, false},
    };
    for (const auto& wanted : cases) {
        CAPTURE(wanted.release.minor);
        Scene scene;
        scene.options.release = wanted.release;
        scene.options.with_digest = wanted.with_digest;
        const zookeeper::SnapshotTrailer trailer = scene.result().trailer;
        CHECK(trailer.digest.has_value() == wanted.has_digest);
        CHECK(trailer.last_processed_zxid.has_value() == wanted.has_zxid);
        if (trailer.digest) {
            CHECK(trailer.digest->zxid == scene.whole.header.zxid);
            // An empty database of a real 3.8 server.
            CHECK(trailer.digest->value == 1371985504);
        }
    }
}

TEST_CASE("the name's zxid is above all that the tree has") {
    Scene scene;
    scene.whole.header.zxid = 0x1f;
    CHECK(scene.run().output_file == scene.options.output_dir + "/version-2/snapshot.1f");
    Scene newer;
    newer.whole.header.zxid = 0x1f;
    add_node(newer.whole, "/newer").stat.pzxid = 0x2a;
    const KeeperToZooKeeperReport report = newer.run();
    CHECK(report.zxid == 0x2a);
    CHECK(has(report.changes, "zxid.lifted", 1));
    Scene empty;
    empty.whole.header.zxid = 0;
    CHECK(empty.run().zxid == 1);
}

TEST_CASE("what ZooKeeper cannot hold is refused, with its path") {
    const auto refused = [](const std::function<void(WholeSnapshot&)>& make, ErrorKind kind,
                            std::string_view says) {
        Scene scene;
        make(scene.whole);
        const Error error = scene.failure();
        CHECK(error.kind() == kind);
        CHECK_MESSAGE(std::string_view(error.what()).find(says) != std::string_view::npos, error.what());
    };
    refused([](WholeSnapshot& w) { add_node(w, "/far").seq_num = std::int64_t{1} << 31; }, ErrorKind::refused,
            "/far: 2147483648");
    refused([](WholeSnapshot& w) { add_node(w, "/\xff"); }, ErrorKind::refused, "no UTF-8");
    refused([](WholeSnapshot& w) { add_node(w, "/\xf0\x9f\x98\x80"); }, ErrorKind::refused,
            "--lost-names drop");
    refused([](WholeSnapshot& w) { add_node(w, "/ttl").ttl_ms = std::int64_t{1} << 40; }, ErrorKind::refused,
            "/ttl: 1099511627776 ms");
    refused([](WholeSnapshot& w) { add_node(w, "/zookeeper").stat.ephemeral_owner = 3; }, ErrorKind::refused,
            "/zookeeper/quota");
    refused([](WholeSnapshot& w) { add_node(w, "/acl").acl_id = 3; }, ErrorKind::bad_input,
            "the ACL 3 of /acl");
    refused([](WholeSnapshot& w) { add_node(w, "/lost/child"); }, ErrorKind::bad_input, "/lost/child");
    refused([](WholeSnapshot& w) { add_node(w, "/a"), add_node(w, "/a"); }, ErrorKind::bad_input,
            "/a is in it twice");
    refused([](WholeSnapshot& w) { w.nodes[0].path = "/a"; }, ErrorKind::bad_input, "no root");
}

TEST_CASE("names that ZooKeeper does not keep may be left out, with all below") {
    Scene scene;
    scene.options.lost_names = convert::LostNamePolicy::drop;
    add_node(scene.whole, "/\xff");
    add_node(scene.whole, "/\xff/below");
    add_node(scene.whole, "/\x01");
    const KeeperToZooKeeperReport report = scene.run();
    CHECK(has(report.changes, "name.left-out", 2));
    CHECK(has(report.changes, "name.unreachable", 1));
    CHECK(report.nodes == 4);
}

TEST_CASE("sessions: kept with their ephemerals, or both left out") {
    for (const auto policy : {convert::SessionPolicy::keep, convert::SessionPolicy::drop}) {
        Scene scene;
        scene.options.sessions = policy;
        scene.whole.sessions = {{3, std::int64_t{1} << 40, {{"digest", "u:h"}}}};
        add_node(scene.whole, "/mine").stat.ephemeral_owner = 3;
        add_node(scene.whole, "/nobody").stat.ephemeral_owner = 4;
        const KeeperToZooKeeperReport report = scene.run();
        const Written written = read_znodes(report.output_file);
        const bool kept = policy == convert::SessionPolicy::keep;
        CHECK(written.nodes.contains("/mine") == kept);
        CHECK(written.sessions == (kept ? std::map<std::int64_t, std::int64_t>{{3, INT32_MAX}}
                                        : std::map<std::int64_t, std::int64_t>{}));
        CHECK(has(report.changes, "ephemeral.no-session", 1) == kept);
        CHECK(has(report.changes, "session.timeout-lowered", 1) == kept);
        CHECK(has(report.changes, "session.authentication-left-out", 1) == kept);
        CHECK(has(report.changes, "ephemeral.left-out", 2) == !kept);
        CHECK(has(report.changes, "sessions.dropped", 1) == !kept);
    }
}

TEST_CASE("containers and TTL nodes: kept, persistent or refused") {
    const auto make = [](Scene& scene, convert::SpecialNodePolicy policy) {
        scene.options.special_nodes = policy;
        add_node(scene.whole, "/ttl").ttl_ms = 5;
        add_node(scene.whole, "/container").stat.ephemeral_owner = tree::container_owner;
    };
    Scene kept, persistent, refused;
    make(kept, convert::SpecialNodePolicy::automatic);
    const KeeperToZooKeeperReport report = kept.run();
    CHECK(report.ttl_nodes == 1);
    CHECK(report.containers == 1);
    CHECK(std::ranges::any_of(report.next_steps, [](const std::string& step) {
        return step.find("extendedTypesEnabled") != std::string::npos;
    }));
    make(persistent, convert::SpecialNodePolicy::persistent);
    const Written written = persistent.result();
    CHECK(written.nodes.at("/ttl").stat.ephemeral_owner == 0);
    CHECK(written.nodes.at("/container").stat.ephemeral_owner == 0);
    make(refused, convert::SpecialNodePolicy::fail);
    CHECK(refused.failure().kind() == ErrorKind::refused);
}

TEST_CASE("a dry run says the same and leaves nothing") {
    Scene scene;
    add_node(scene.whole, "/a", "data");
    scene.options.dry_run = true;
    const KeeperToZooKeeperReport dry = scene.run();
    CHECK(!dry.written);
    CHECK(!std::filesystem::exists(scene.options.output_dir));
    scene.options.dry_run = false;
    const KeeperToZooKeeperReport wet = scene.run();
    CHECK(wet.output_bytes == dry.output_bytes);
    CHECK(wet.output_file == dry.output_file);
    CHECK(wet.digest == dry.digest);
    CHECK(std::filesystem::file_size(wet.output_file) == wet.output_bytes);
}

TEST_CASE("an output directory that is not empty is refused") {
    Scene scene;
    std::filesystem::create_directory(scene.options.output_dir);
    write_file(scene.options.output_dir + "/log.1", "");
    CHECK_THROWS_AS(scene.run(), Error);
    CHECK(std::filesystem::exists(scene.options.output_dir + "/log.1"));
}

TEST_CASE("ZooKeeper to Keeper and back: the tree of every real directory, field by field") {
    std::size_t compared = 0;
    for (const char* folder : {"close-session-old", "damaged-newest", "fuzzy", "fuzzy-sessions", "gzip",
                               "plain", "quorum-reconfig", "quota-ttl-no-digest", "release-3.4",
                               "release-3.5", "release-3.9", "snappy", "torn-tail"}) {
        CAPTURE(folder);
        io::FileSystem& files = io::FileSystem::system();
        const TestDir dir;
        convert::ZooKeeperToKeeperOptions there;
        there.source.snapshots_dir = there.source.logs_dir =
            golden(std::string("zookeeper/") + folder + "/version-2").string();
        there.output_dir = dir.path().string();
        there.snapshot_version = v::newest;
        there.threads = 1;
        const auto keeper = convert::zookeeper_to_keeper(files, there, nullptr);
        std::set<std::string> made_persistent;
        for (const convert::SpecialNode& node : keeper.special_nodes)
            if (!node.kept)
                made_persistent.insert(node.path);
        KeeperToZooKeeperOptions back;
        back.output_dir = dir.file("zookeeper");
        const KeeperToZooKeeperReport report =
            convert::keeper_to_zookeeper(files, keeper.output_file, back, nullptr);
        CHECK(report.other_cversions == 0);
        CHECK(report.added_paths.empty());
        CHECK(report.zxid == keeper.source.last_zxid);

        const zookeeper::RestoredTree source = zookeeper::restore(files, there.source, nullptr);
        const Written written = read_znodes(report.output_file);
        CHECK(written.sessions == source.sessions());
        zookeeper::NodeStream stream(files, source, nullptr);
        std::size_t nodes = 0;
        for (zookeeper::RestoredNode node; stream.next(node); ++nodes) {
            const std::string path(as_text(node.path));
            CAPTURE(path);
            REQUIRE(written.nodes.contains(path));
            Znode wanted{std::string(as_text(node.data)), source.acls().at(node.acl), node.stat};
            if (made_persistent.contains(path))
                wanted.stat.ephemeral_owner = 0;
            CHECK(written.nodes.at(path) == wanted);
        }
        CHECK(nodes == written.nodes.size());
        compared += nodes;
    }
    CHECK(compared > 1500);
}

TEST_CASE(
    "what Keeper changed in between comes along, replayed over a snapshot of which most nodes are not held") {
    // The log of a real Keeper, applied to its snapshot: with all of the tree in memory, and with a part of
    // it.
    const std::string directory = golden("keeper/02-rich-zstdlog-rotated").string();
    const auto snapshots = storage::read_only(storage::local_disk(directory)),
               logs = storage::read_only(storage::local_disk(directory + "/log"));
    const TestDir dir;
    std::map<std::string, Znode> first;
    for (const auto memory : {keeper::ReplayMemory::whole_tree, keeper::ReplayMemory::touched_nodes}) {
        keeper::ReplayPlan plan;
        plan.memory = memory;
        const keeper::ReplayedDirectory replayed = keeper::replay_directory(*snapshots, *logs, plan);
        KeeperToZooKeeperOptions back;
        back.output_dir = dir.file(memory == keeper::ReplayMemory::whole_tree ? "whole" : "part");
        back.lost_names = convert::LostNamePolicy::drop;
        const KeeperToZooKeeperReport report =
            convert::keeper_to_zookeeper(io::FileSystem::system(), replayed, *snapshots, back, nullptr);
        CHECK(report.replayed_records == replayed.report.applied);
        CHECK(report.log_index == replayed.replay.last_index());
        const Written written = read_znodes(report.output_file);
        CHECK(written.nodes.size() == 40);
        if (first.empty())
            first = written.nodes;
        CHECK(written.nodes == first);
    }
}
