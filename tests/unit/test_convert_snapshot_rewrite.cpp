#include "support/rewrite_scene.h"
#include "support/test_dir.h"

#include "keeperfs/convert/snapshot_rewrite.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <utility>

using namespace keeperfs;
using namespace keeperfs::test;
using convert::Loss;
using convert::SnapshotRewriteOptions;
using keeper::SnapshotCodec;
namespace v = keeper::snapshot_version;

namespace {

constexpr SnapshotCodec codecs[] = {SnapshotCodec::zstd, SnapshotCodec::lz4_blocks};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

void check_failure(RewriteScene& scene, ErrorKind kind, std::string_view message) {
    const auto failure = scene.failure();
    REQUIRE(failure.has_value());
    CHECK(failure->kind() == kind);
    INFO(failure->what());
    CHECK(has(failure->what(), message));
    for (const auto& [path, content] : scene.files.files())
        CHECK_FALSE(has(path, ".part"));
}

std::uint64_t count_of(const std::vector<convert::Change>& changes, std::string_view code) {
    for (const convert::Change& change : changes)
        if (change.code == code)
            return change.count;
    return 0;
}

convert::SnapshotEdits dropping(const char* path) {
    convert::SnapshotEdits edits;
    edits.drop_paths = {path};
    return edits;
}
convert::SnapshotEdits keeping(const char* path) {
    convert::SnapshotEdits edits;
    edits.keep_paths = {path};
    return edits;
}
convert::SnapshotEdits giving(std::vector<convert::AclEdit> acls) {
    convert::SnapshotEdits edits;
    edits.acls = std::move(acls);
    return edits;
}
convert::SnapshotEdits renaming(std::vector<convert::RenameEdit> renames) {
    convert::SnapshotEdits edits;
    edits.renames = std::move(renames);
    return edits;
}

/// The same but for the version, the digest, and the mark that no server uses.
void check_same(const WholeSnapshot& read, const WholeSnapshot& written) {
    CHECK(written.header.last_log_index == read.header.last_log_index);
    CHECK(written.header.last_log_term == read.header.last_log_term);
    CHECK(written.header.metadata_configuration == read.header.metadata_configuration);
    CHECK(written.header.session_id_counter == read.header.session_id_counter);
    CHECK(written.sessions == read.sessions);
    CHECK(written.cluster_configuration == read.cluster_configuration);
    REQUIRE(written.acls.size() == read.acls.size());
    for (std::size_t i = 0; i < read.acls.size(); ++i) {
        CHECK(written.acls[i].id == read.acls[i].id);
        CHECK(written.acls[i].list == read.acls[i].list);
    }
    REQUIRE(written.nodes.size() == read.nodes.size());
    for (std::size_t i = 0; i < read.nodes.size(); ++i) {
        OwnedNode wanted = read.nodes[i];
        if (written.header.version >= v::slim_nodes)
            wanted.node.is_sequential = false;
        CHECK_MESSAGE(written.nodes[i] == wanted, wanted.path);
    }
}

/// From version 6 on ids of empty lists are 0; 22.10 gave one to each node that is open to all.
std::size_t open_empty_lists(WholeSnapshot& whole) {
    for (OwnedNode& node : whole.nodes) {
        const auto entry = std::ranges::find(whole.acls, node.node.acl_id, &keeper::AclMapEntry::id);
        if (entry != whole.acls.end() && entry->list.empty())
            node.node.acl_id = 0;
    }
    return std::erase_if(whole.acls, [](const keeper::AclMapEntry& entry) { return entry.list.empty(); });
}

/// A whole snapshot whose counts are true and that every version holds.
WholeSnapshot fitting_sample(int version) {
    WholeSnapshot whole = sample_snapshot(v::oldest_written);
    whole.header.version = version;
    whole.nodes[0].node.num_children = 2;
    whole.nodes[0].node.seq_num = 77;
    for (OwnedNode& node : whole.nodes) {
        if (node.path == "/a")
            node.node.num_children = 2;
        node.node.is_sequential = node.node.is_sequential && version < v::slim_nodes;
        if (node.data == "long name")
            node.path = "/a/" + std::string(600, 'x'); // the sample's has slashes, and so no parent
    }
    return whole;
}

} // namespace

TEST_CASE("a rewrite from any version and codec to any other keeps the tree and all around it") {
    for (int from = v::oldest_written; from <= v::newest; ++from)
        for (int to = v::oldest_written; to <= v::newest; ++to)
            for (const SnapshotCodec codec : codecs) {
                CAPTURE(from);
                CAPTURE(to);
                const WholeSnapshot whole = fitting_sample(from);
                RewriteScene scene(whole, from, codec);
                scene.options.snapshot_version = to;
                scene.options.codec = codecs[(from + to) % 2];
                const auto report = scene.run();
                CHECK_FALSE(report.tree_changed);
                CHECK(report.losses.empty());
                CHECK(report.output.version == to);
                CHECK(scene.result().header.version == to);
                CHECK(scene.result().header.zxid == whole.header.zxid);
                check_same(whole, scene.result());
            }
}

TEST_CASE("files of real servers go through all versions and codecs and come back as they were") {
    for (const char* name :
         {"02-rich-zstdlog-rotated/snapshot_70.bin.zstd", "04-live-ephemerals-sigkill/snapshot_30.bin.zstd",
          "08-cluster3-sigterm/n1/snapshot_80.bin.zstd", "09-cluster-grown-3to4/n4/snapshot_82.bin.zstd"}) {
        CAPTURE(name);
        std::string file = read_file(golden(std::string("keeper/") + name));
        WholeSnapshot read = read_snapshot(file);
        for (OwnedNode& node : read.nodes)
            node.node.is_sequential = false; // lost on the way, as version 6 has no such mark
        std::size_t empty_lists = open_empty_lists(read);
        CHECK(empty_lists > 0);
        for (const int version : {6, 9, 8, 7, 5}) {
            for (const SnapshotCodec codec : codecs) {
                RewriteScene scene(file);
                scene.options.snapshot_version = version;
                scene.options.codec = codec;
                const auto report = scene.run();
                CHECK(report.findings.empty());
                CHECK(count_of(report.changes, "acl.empty-opened") == std::exchange(empty_lists, 0));
                CHECK(report.output.digest_version == read.header.digest_version);
                CHECK(report.output.digest == read.header.digest);
                file = scene.result_file();
                check_same(read, scene.result());
            }
        }
        for (const int version : {4, 3}) {
            RewriteScene scene(file);
            scene.options.snapshot_version = version;
            scene.accept_all();
            scene.run();
            check_same(read, scene.result());
            CHECK(scene.result().header.zxid == static_cast<std::int64_t>(read.header.last_log_index));
        }
    }
}

TEST_CASE("what a version cannot hold is refused by its name, and done and listed once it is accepted") {
    WholeSnapshot whole = plain_snapshot(v::newest);
    whole.header.zxid = 40;
    whole.header.digest_version = 4;
    add_node(whole, "/ttl").ttl_ms = 1000;
    add_node(whole, "/box").stat.ephemeral_owner = tree::container_owner;
    add_node(whole, "/queue").seq_num = std::int64_t{1} << 40;
    whole.header.digest = digest_of(whole);
    struct Case {
        int version;
        std::vector<Loss> losses;
    };
    for (const Case& c : {Case{9, {}}, Case{8, {Loss::containers}}, Case{7, {Loss::containers, Loss::ttl}},
                          Case{6, {Loss::containers, Loss::ttl, Loss::sequence}},
                          Case{5, {Loss::containers, Loss::ttl, Loss::sequence}},
                          Case{4, {Loss::containers, Loss::ttl, Loss::sequence, Loss::digest, Loss::zxid}}}) {
        CAPTURE(c.version);
        for (const Loss missing : c.losses) {
            RewriteScene scene(whole, v::newest);
            scene.options.snapshot_version = c.version;
            scene.accept_all();
            scene.options.accepted_losses.erase(missing);
            check_failure(scene, ErrorKind::refused,
                          "accept it with --accept-loss " + std::string(convert::name_of(missing)));
        }
        RewriteScene scene(whole, v::newest);
        scene.options.snapshot_version = c.version;
        scene.options.accepted_losses = {c.losses.begin(), c.losses.end()};
        const auto report = scene.run();
        CHECK(report.losses.size() == c.losses.size());
        for (const Loss loss : c.losses)
            CHECK(count_of(report.losses, convert::name_of(loss)) == 1);
        const WholeSnapshot written = scene.result();
        CHECK(node_at(written, "/ttl").node.ttl_ms.has_value() == (c.version >= v::ttl));
        CHECK(node_at(written, "/box").node.stat.ephemeral_owner ==
              (c.version >= v::containers ? tree::container_owner : 0));
        CHECK(node_at(written, "/queue").node.seq_num ==
              (c.version >= v::wide_sequence ? std::int64_t{1} << 40 : INT32_MAX));
        CHECK(written.header.zxid == (c.version >= v::zxid_and_digest ? 40 : 50));
        if (c.version >= v::zxid_and_digest)
            CHECK(written.header.digest == digest_of(written));
    }
}

TEST_CASE("a zxid that would go back is said to") {
    WholeSnapshot whole = plain_snapshot(v::zxid_and_digest);
    whole.header.zxid = 60;
    RewriteScene scene(whole, v::zxid_and_digest);
    scene.options.snapshot_version = 4;
    check_failure(scene, ErrorKind::refused, "goes BACK");
}

TEST_CASE("a digest of another version is computed, and a wrong one is noticed and mended") {
    WholeSnapshot whole = fitting_sample(v::zxid_and_digest);
    whole.header.digest_version = 2;
    whole.header.digest = digest_of(whole) + 1;
    RewriteScene scene(whole, v::zxid_and_digest);
    const auto report = scene.run();
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings[0].code == "snapshot.digest");
    CHECK(scene.result().header.digest == digest_of(whole));
    scene.options.digest_version = 5;
    scene.options.force = true;
    scene.run();
    CHECK(scene.result().header.digest_version == 5);
    CHECK(scene.result().header.digest == digest_of(scene.result()));
}

TEST_CASE("nodes that were left out leave their session, and their parent counts it") {
    WholeSnapshot whole = plain_snapshot(6);
    whole.sessions = {{7, 30'000, {}}};
    add_node(whole, "/locks").stat.cversion = 4;
    add_node(whole, "/locks/one").stat.ephemeral_owner = 7;
    add_node(whole, "/locks/two").stat.ephemeral_owner = 7;
    RewriteScene scene(whole, 6);
    scene.options.edits.drop_paths = {"/locks/one"};
    const auto report = scene.run();
    CHECK(scene.result().sessions == whole.sessions);
    CHECK(report.dropped_nodes == 1);
    REQUIRE(report.parents.size() == 1);
    CHECK(report.parents[0].path == "/locks");
    CHECK(report.parents[0].num_children_before == 2);
    CHECK(report.parents[0].num_children == 1);
    CHECK(report.parents[0].cversion == 5);
    CHECK(report.parents[0].pzxid == report.parents[0].pzxid_before);
    CHECK(has(report.next_steps[0], "ALL servers"));
}

TEST_CASE("a node that comes lifts its parent's counter and pzxid as a create does") {
    WholeSnapshot whole = plain_snapshot(6);
    add_node(whole, "/a").stat.pzxid = 7;
    add_node(whole, "/b").stat.czxid = 3;
    add_node(whole, "/b/c", "data");
    RewriteScene scene(whole, 6);
    scene.options.edits.renames = {{"/b", "/a/b2"}};
    CHECK(scene.run().renamed_nodes == 2);
    const WholeSnapshot written = scene.result();
    CHECK(node_at(written, "/a/b2/c").data == "data");
    CHECK(node_at(written, "/a/b2").node.stat.czxid == 3);
    const keeper::SnapshotNode& parent = node_at(written, "/a").node;
    CHECK(parent.num_children == 1);
    CHECK(parent.seq_num == 1);
    CHECK(parent.stat.cversion == 1);
    CHECK(parent.stat.pzxid == 50);
    CHECK(node_at(written, "/").node.stat.cversion == 1);
    CHECK(node_at(written, "/").node.num_children == 1);
}

TEST_CASE("two subtrees may change places") {
    WholeSnapshot whole = plain_snapshot(6);
    add_node(whole, "/a", "was a");
    add_node(whole, "/b", "was b");
    RewriteScene scene(whole, 6);
    scene.options.edits.renames = {{"/a", "/b"}, {"/b", "/a"}};
    scene.run();
    CHECK(node_at(scene.result(), "/a").data == "was b");
    CHECK(node_at(scene.result(), "/b").data == "was a");
}

TEST_CASE("keeping paths keeps what is above and below, and the server's own node") {
    WholeSnapshot whole = plain_snapshot(6);
    for (const char* path : {"/keeper", "/a", "/a/b", "/a/b/c", "/a/bb", "/d"})
        add_node(whole, path);
    RewriteScene scene(whole, 6);
    scene.options.edits.keep_paths = {"/a/b"};
    CHECK(scene.run().dropped_nodes == 2);
    std::vector<std::string> paths;
    for (const OwnedNode& node : scene.result().nodes)
        paths.push_back(node.path);
    CHECK(paths == std::vector<std::string>{"/", "/keeper", "/a", "/a/b", "/a/b/c"});
}

TEST_CASE("a list that a node has already changes nothing; another one counts in aversion") {
    WholeSnapshot whole = plain_snapshot(6);
    const tree::AclList alice{{31, "digest", "alice:hash"}}, bob{{1, "digest", "bob:hash"}};
    whole.acls = {{3, alice}};
    add_node(whole, "/a").acl_id = 3;
    add_node(whole, "/a/b");
    add_node(whole, "/a/c");
    RewriteScene scene(whole, 6);
    scene.options.edits.acls = {{"/a", alice, true}, {"/a/c", bob, false}};
    CHECK(scene.run().acl_nodes == 2);
    const WholeSnapshot written = scene.result();
    CHECK(node_at(written, "/a").node.stat.aversion == 0);
    CHECK(node_at(written, "/a/b").node.acl_id == 3);
    CHECK(node_at(written, "/a/b").node.stat.aversion == 1);
    CHECK(node_at(written, "/a/c").node.acl_id == 4);
    REQUIRE(written.acls.size() == 2);
    CHECK(written.acls[1].list == bob);
}

TEST_CASE("a counter is set, but not to a number that a child has, nor beyond what the version holds") {
    WholeSnapshot whole = plain_snapshot(6);
    add_node(whole, "/q").seq_num = 8;
    add_node(whole, "/q/job0000000007");
    add_node(whole, "/e").stat.ephemeral_owner = 5;
    RewriteScene scene(whole, 6);
    scene.options.force = true;
    scene.options.edits.sequences = {{"/q", 100, false}};
    CHECK(count_of(scene.run().changes, "sequence.set") == 1);
    CHECK(node_at(scene.result(), "/q").node.seq_num == 100);

    scene.options.edits.sequences = {{"/q", 7, false}};
    check_failure(scene, ErrorKind::refused, "--allow-reuse");
    scene.options.edits.sequences = {{"/q", 7, true}};
    scene.run();
    CHECK(node_at(scene.result(), "/q").node.seq_num == 7);

    scene.options.edits.sequences = {{"/q", std::int64_t{INT32_MAX} + 1, false}};
    check_failure(scene, ErrorKind::refused, "32 bits");
    scene.options.snapshot_version = v::wide_sequence;
    scene.run();
    CHECK(node_at(scene.result(), "/q").node.seq_num == std::int64_t{INT32_MAX} + 1);

    scene.options.edits.sequences = {{"/e", 1, false}};
    check_failure(scene, ErrorKind::usage, "/e is ephemeral");
    scene.options.edits.sequences = {{"/q", -1, false}};
    check_failure(scene, ErrorKind::usage, "negative");
}

TEST_CASE("edits that cannot be meant are refused with the path") {
    WholeSnapshot whole = plain_snapshot(8);
    for (const char* path : {"/keeper", "/a", "/a/b", "/c"})
        add_node(whole, path);
    add_node(whole, "/e").stat.ephemeral_owner = 5;
    add_node(whole, "/t").ttl_ms = 5;
    struct Case {
        convert::SnapshotEdits edits;
        const char* message;
    };
    const tree::AclList open{{31, "world", "anyone"}};
    for (const Case& c : {
             Case{dropping("/x"), "--drop-path: /x is not in the snapshot"},
             Case{dropping("/"), "is the root"},
             Case{dropping("a"), "is no path"},
             Case{keeping("/a/x"), "--keep-path: /a/x is not in the snapshot"},
             Case{giving({{"/x", open, true}}), "--set-acl-recursive: /x is not in the snapshot"},
             Case{giving({{"/a", open, false}, {"/a", open, false}}), "is given twice"},
             Case{giving({{"/keeper", open, false}}), "belongs to the server"},
             Case{renaming({{"/x", "/y"}}), "--rename-path: /x is not in the snapshot"},
             Case{renaming({{"/a", "/c"}}), "/a and /c would both become /c"},
             Case{renaming({{"/a", "/z"}, {"/c", "/z"}}), "would both become /z"},
             Case{renaming({{"/a", "/a/b/c"}}), "cannot become /a/b/c"},
             Case{renaming({{"/a", "/a"}}), "the same or below"},
             Case{renaming({{"/a", "/keeper/x"}}), "belongs to the server"},
             Case{renaming({{"/a", "/keeper"}}), "belongs to the server"},
             Case{renaming({{"/keeper", "/x"}}), "belongs to the server"},
             Case{renaming({{"/", "/x"}}), "is the root"},
             Case{renaming({{"/a", "/x/y"}}), "would have no parent"},
             Case{renaming({{"/a", "/c/y"}, {"/c", "/a/z"}}), "would have no parent"},
             Case{renaming({{"/a", "/e/y"}}), "/e is ephemeral"},
             Case{renaming({{"/a", "/t/y"}}), "/t is a node with a TTL"},
         }) {
        CAPTURE(c.message);
        RewriteScene scene(whole, 8);
        scene.options.edits = c.edits;
        check_failure(scene, ErrorKind::usage, c.message);
    }
}

TEST_CASE("a damaged snapshot is refused with what is wrong, unless that is left out") {
    const auto scene_of = [](auto damage) {
        WholeSnapshot whole = plain_snapshot(6);
        add_node(whole, "/a");
        damage(whole);
        return RewriteScene(compress(encode(whole, 6), SnapshotCodec::zstd));
    };
    SUBCASE("an orphan, and what hangs below it") {
        const auto damage = [](WholeSnapshot& whole) {
            add_node(whole, "/lost/b/c");
            add_node(whole, "/lost/b");
        };
        auto scene = scene_of(damage);
        check_failure(scene, ErrorKind::bad_input, "/lost/b/c");
        auto dropping = scene_of(damage);
        dropping.options.drop_orphans = true;
        const auto report = dropping.run();
        CHECK(report.orphans == 2);
        CHECK(report.tree_changed);
        CHECK(dropping.result().nodes.size() == 2);
        auto naming = scene_of(damage);
        naming.options.edits.drop_paths = {"/lost/b"};
        CHECK(naming.run().dropped_nodes == 2);
    }
    SUBCASE("a path that is there twice") {
        auto scene = scene_of([](WholeSnapshot& whole) { add_node(whole, "/a"); });
        check_failure(scene, ErrorKind::bad_input, "/a is in it twice");
    }
    SUBCASE("no root") {
        auto scene = scene_of([](WholeSnapshot& whole) { whole.nodes.clear(); });
        check_failure(scene, ErrorKind::bad_input, "no root");
    }
    SUBCASE("an ACL that is in no map") {
        auto scene = scene_of([](WholeSnapshot& whole) { whole.nodes[1].node.acl_id = 4; });
        check_failure(scene, ErrorKind::bad_input, "the ACL 4 of /a");
    }
    SUBCASE("a node that belongs to the server") {
        auto scene = scene_of([](WholeSnapshot& whole) {
            add_node(whole, "/keeper");
            add_node(whole, "/keeper/config");
        });
        check_failure(scene, ErrorKind::bad_input, "/keeper/config");
    }
    SUBCASE("a wrong number of children is mended and told") {
        auto scene = scene_of([](WholeSnapshot& whole) { whole.nodes[0].node.num_children = 9; });
        CHECK(count_of(scene.run().changes, "num-children.corrected") == 1);
        CHECK(node_at(scene.result(), "/").node.num_children == 1);
    }
    SUBCASE("a file that is cut") {
        const std::string file = compress(encode(fitting_sample(6), 6), SnapshotCodec::zstd);
        RewriteScene scene(file.substr(0, file.size() / 2));
        check_failure(scene, ErrorKind::bad_input, "/in/snapshot");
    }
}

TEST_CASE("the result goes neither over anything nor where a server would find two") {
    RewriteScene scene(fitting_sample(6), 6);
    const std::string index = std::to_string(0x1122334455);
    auto& options = scene.options;
    SUBCASE("over the snapshot that is read, even with force") {
        options.output_file = options.input;
        options.force = true;
        check_failure(scene, ErrorKind::refused, "never written over");
    }
    SUBCASE("over another file without force") {
        scene.files.put("/out/result", "precious");
        check_failure(scene, ErrorKind::refused, "exists already");
        CHECK(scene.result_file() == "precious");
        options.force = true;
        CHECK(scene.run().written);
    }
    SUBCASE("beside a snapshot of the same index, even with force") {
        scene.files.put("/out/snapshot_" + index + ".bin", "");
        options.output_file.clear();
        options.output_dir = "/out";
        options.force = true;
        check_failure(scene, ErrorKind::refused, "under another name");
    }
    SUBCASE("beside a newer snapshot only with a warning") {
        scene.files.put("/out/snapshot_99999999999999.bin", "");
        options.output_file.clear();
        options.output_dir = "/out";
        const auto report = scene.run();
        REQUIRE(report.findings.size() == 1);
        CHECK(report.findings[0].code == "output.newer-snapshot");
        CHECK(report.output.file == "/out/snapshot_" + index + ".bin.zstd");
    }
    SUBCASE("among changelogs") {
        scene.files.put("/out/changelog_1_100.bin", "");
        check_failure(scene, ErrorKind::refused, "changelogs");
    }
    SUBCASE("under a name that condemns it") {
        options.output_file = "/out/tmp_snapshot_5.bin";
        check_failure(scene, ErrorKind::usage, "tmp_");
    }
    SUBCASE("under a name of another index") {
        options.output_file = "/out/snapshot_5.bin";
        check_failure(scene, ErrorKind::usage, "log index 5");
    }
    SUBCASE("where there is no directory") {
        options.output_file = "/nowhere/result";
        check_failure(scene, ErrorKind::bad_output, "does not exist");
    }
    SUBCASE("without one of the two, or with both") {
        options.output_dir = "/out";
        check_failure(scene, ErrorKind::usage, "either");
        options.output_file.clear();
        options.output_dir.clear();
        check_failure(scene, ErrorKind::usage, "either");
    }
}

TEST_CASE("a disk that is too small for it is named before anything is written") {
    RewriteScene scene(fitting_sample(6), 6);
    scene.files.room = 100;
    check_failure(scene, ErrorKind::bad_output, "not enough room: 100 B are free");
    CHECK(scene.files.files().size() == 1);
}

TEST_CASE("a dry run finds all but writes nothing") {
    RewriteScene scene(fitting_sample(6), 6);
    scene.options.dry_run = true;
    const auto report = scene.run();
    CHECK_FALSE(report.written);
    CHECK(report.output.nodes == 5);
    CHECK(report.output.uncompressed_bytes > 70'000);
    CHECK(scene.files.files().size() == 1);
}

TEST_CASE("lists inside the nodes of version 0 become a map") {
    // SnapshotEncoder does not write version 0, so its body is put together here.
    std::string body;
    append_le(body, std::uint8_t{0});
    const std::string metadata = [] {
        std::string bytes;
        append_le(bytes, std::uint8_t{2});
        for (const std::uint64_t field : {std::uint64_t{50}, std::uint64_t{3}, std::uint64_t{0}})
            append_le(bytes, field);
        return bytes + keeper::empty_cluster_configuration();
    }();
    const auto put = [&](std::string_view text) {
        append_le(body, static_cast<std::uint8_t>(text.size()));
        body += text;
    };
    put(metadata);
    append_le(body, std::int64_t{9});
    append_le(body, std::uint64_t{2});
    for (const char* path : {"/", "/a"}) {
        const bool is_root = std::string_view(path) == "/";
        put(path);
        put("");
        append_le(body, std::uint64_t{is_root ? 0U : 1U});
        if (!is_root) {
            append_le(body, std::int32_t{31});
            put("digest");
            put("alice:hash");
        }
        body.append(1 + 4 * 8 + 3 * 4 + 8 + 4, '\0');
        append_le(body, std::int32_t{is_root ? 1 : 0});
        body.append(8 + 4, '\0');
    }
    append_le(body, std::uint64_t{0});
    RewriteScene scene(compress(body, SnapshotCodec::lz4_blocks));
    const auto report = scene.run();
    CHECK(report.input.version == 0);
    CHECK(report.output.version == 3);
    const WholeSnapshot written = scene.result();
    REQUIRE(written.acls.size() == 1);
    CHECK(written.acls[0].list == tree::AclList{{31, "digest", "alice:hash"}});
    CHECK(node_at(written, "/a").node.acl_id == written.acls[0].id);
}

TEST_CASE("the report as JSON has what changed") {
    WholeSnapshot whole = plain_snapshot(8);
    add_node(whole, "/t").ttl_ms = 5;
    RewriteScene scene(whole, 8);
    scene.options.snapshot_version = 6;
    scene.accept_all();
    const std::string json = to_json(scene.run());
    for (const char* part : {"\"format_version\": 1", "\"code\": \"ttl\"", "\"snapshot_version\": 6",
                             "/t (5 ms)", "\"tree_changed\": true", "\"next_steps\""})
        CHECK_MESSAGE(has(json, part), json);
}
