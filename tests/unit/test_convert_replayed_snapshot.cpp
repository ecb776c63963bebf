#include "support/keeper_requests.h"
#include "support/keeper_snapshots.h"
#include "support/keeper_tree.h"
#include "support/memory_filesystem.h"
#include "support/test_dir.h"

#include "keeperfs/convert/replayed_snapshot.h"
#include "keeperfs/keeper/digest.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::test;
using convert::ReplayedSnapshot;
using convert::ReplayedSnapshotOptions;
using keeper::OpNum;
using keeper::ReplyCode;
using keeper::RuleFamily;

namespace {

constexpr RuleFamily both[] = {RuleFamily::year22, RuleFamily::year26};

keeper::ReplayOptions rules(RuleFamily family) {
    keeper::ReplayOptions options;
    options.rules = family;
    return options;
}

ReplayedSnapshotOptions into(const std::string& directory, std::optional<int> version = {}) {
    ReplayedSnapshotOptions options;
    options.output_dir = directory;
    options.snapshot_version = version;
    options.threads = 1;
    return options;
}

/// A disk with an empty directory.
struct Output {
    MemoryFileSystem files;
    Output() { files.make_directory("out"); }

    ReplayedSnapshot write(const Client& client, std::optional<int> version = {}) {
        return convert::write_replayed_snapshot(files, client.replay, into("out", version));
    }
    WholeSnapshot read(const ReplayedSnapshot& written) const {
        return read_snapshot(files.content(written.file));
    }
    /// What write() throws; it leaves nothing.
    std::optional<Error> failure(const Client& client, std::optional<int> version = {}) {
        const auto before = files.files().size();
        try {
            write(client, version);
        } catch (const Error& error) {
            CHECK(files.files().size() == before);
            return error;
        }
        return std::nullopt;
    }
};

void add_ttl_node(Client& client) {
    OwnedOperation made = op(OpNum::create_ttl, "/ttl");
    made.operation.ttl_ms = 1500;
    REQUIRE(client(made) == ReplyCode::ok);
}
void add_container(Client& client) { REQUIRE(client(op(OpNum::create_container, "/box")) == ReplyCode::ok); }

/// Of everything that every version holds.
Client plain_scene(RuleFamily family) {
    Client client(rules(family));
    client.open_session(30'000);
    REQUIRE(client.authenticate("user:password") == ReplyCode::ok);
    REQUIRE(client(create("/a", "data", {{31, "auth", ""}})) == ReplyCode::ok);
    REQUIRE(client(sequential("/a/s-")) == ReplyCode::ok);
    REQUIRE(client(ephemeral("/e")) == ReplyCode::ok);
    REQUIRE(client(versioned(OpNum::set, "/a", -1)) == ReplyCode::ok);
    return client;
}

/// A tree whose root has the counter that 32 bits do not hold.
Client with_wide_counter() {
    WholeSnapshot whole = sample_snapshot(keeper::snapshot_version::wide_sequence);
    std::erase_if(whole.nodes, [](const OwnedNode& node) { return node.path != "/"; });
    whole.nodes[0].node.num_children = 0;
    whole.acls.clear();
    whole.cluster_configuration.reset();
    const std::string file = compress(encode(whole, whole.header.version), keeper::SnapshotCodec::lz4_blocks);
    ChunkedSource source(file, SIZE_MAX);
    keeper::SnapshotReader reader(source);
    Client client;
    client.replay.load(reader);
    return client;
}

} // namespace

TEST_CASE("what is written gives the same tree again, in every version that can hold it") {
    for (const RuleFamily family : both)
        for (const int version : {5, 6, 7, 8, 9}) {
            CAPTURE(version);
            const Client client = plain_scene(family);
            Output output;
            const ReplayedSnapshot written = output.write(client, version);
            CHECK(written.version == version);
            CHECK(written.file == "out/snapshot_6.bin.zstd");
            CHECK(written.bytes == output.files.content(written.file).size());
            const std::string content = output.files.content(written.file);
            ChunkedSource source(content, SIZE_MAX);
            keeper::SnapshotReader reader(source);
            Client again(rules(family));
            again.replay.load(reader);
            CHECK(again.replay.last_index() == client.replay.last_index());
            CHECK(again.replay.last_term() == client.replay.last_term());
            CHECK(again.replay.zxid() == client.replay.zxid());
            CHECK(again.replay.session_id_counter() == client.replay.session_id_counter());
            CHECK(again.replay.sessions() == client.replay.sessions());
            const bool has_marks = version < keeper::snapshot_version::slim_nodes;
            CHECK(again.node("/a/s-0000000000").is_sequential == (has_marks && family == RuleFamily::year22));
            CHECK(tree_text(again.replay, Fields::of_clients) ==
                  tree_text(client.replay, Fields::of_clients));
            CHECK(again.node("/a").seq_num == 1);
        }
}

TEST_CASE("without a wish the oldest version is written that the rules' releases and the tree allow") {
    struct Row {
        const char* what;
        void (*add)(Client&);
        int version22, version26;
        std::string readable_by; ///< empty: not looked at
    };
    const Row rows[] = {
        {"plain nodes", [](Client&) {}, 5, 6, ""},
        {"a TTL", add_ttl_node, 8, 8, "26.6 and later"},
        {"a container", add_container, 9, 9, "26.9 and later"},
    };
    for (const RuleFamily family : both)
        for (const Row& row : rows) {
            CAPTURE(row.what);
            Client client = plain_scene(family);
            row.add(client);
            Output output;
            const ReplayedSnapshot written = output.write(client);
            CHECK(written.version == (family == RuleFamily::year22 ? row.version22 : row.version26));
            CHECK(output.read(written).header.version == written.version);
            if (!row.readable_by.empty())
                CHECK(written.readable_by == row.readable_by);
        }
    Output output;
    CHECK(output.write(with_wide_counter()).version == keeper::snapshot_version::wide_sequence);
}

TEST_CASE("a tree that the version cannot hold is refused, and nothing is left behind") {
    Output output;
    Client with_ttl = plain_scene(RuleFamily::year26), with_box = plain_scene(RuleFamily::year26);
    add_ttl_node(with_ttl);
    add_container(with_box);
    const Client empty, plain = plain_scene(RuleFamily::year22), wide = with_wide_counter();
    struct Row {
        const Client& client;
        std::optional<int> version;
        const char* message;
    };
    const Row rows[] = {
        {with_ttl, 7, "a node with a TTL"},   {with_box, 8, "a container node"},
        {wide, 6, "it exceeds 32 bits"},      {plain, 4, "cannot hold the zxid 0x5 beside the log index 6"},
        {empty, {}, "no record was applied"},
    };
    for (const Row& row : rows) {
        const auto failure = output.failure(row.client, row.version);
        REQUIRE(failure.has_value());
        CHECK((failure->kind() == ErrorKind::refused));
        INFO(failure->what());
        CHECK(failure->message().find(row.message) != std::string::npos);
    }
}

TEST_CASE("a version without digest and zxid holds a tree whose zxid is the log index") {
    Client client;
    REQUIRE(client(create("/a")) == ReplyCode::ok);
    Output output;
    const ReplayedSnapshot written = output.write(client, 4);
    CHECK(written.digest_version == 0);
    const WholeSnapshot whole = output.read(written);
    CHECK(whole.header.version == 4);
    CHECK(whole.header.zxid == 1);
    CHECK(whole.nodes.size() == 3);
}

TEST_CASE("the digest that is written is of the version that the records have, and right") {
    for (const int version : {1, 4, 5}) {
        Client client;
        keeper::Request request;
        const OwnedOperation made = create("/a", "x");
        request.operation = made.view();
        request.digest_version = static_cast<std::uint8_t>(version);
        client.send(std::move(request));
        Output output;
        const ReplayedSnapshot written = output.write(client, keeper::snapshot_version::newest);
        CHECK(written.digest_version == version);
        const WholeSnapshot whole = output.read(written);
        CHECK(whole.header.digest_version == version);
        std::uint64_t sum = 0;
        for (const OwnedNode& node : whole.nodes)
            sum += keeper::node_digest(version, node.view());
        CHECK(whole.header.digest == sum);
        CHECK(written.digest == sum);
    }
}

TEST_CASE("the newest configuration stands behind the nodes; without one there is no section") {
    Output output;
    Client client = plain_scene(RuleFamily::year22);
    CHECK(!output.read(output.write(client)).cluster_configuration);
    keeper::ChangelogRecord record;
    record.index = client.replay.last_index() + 1;
    record.type = keeper::RecordType::configuration;
    keeper::ClusterConfig config;
    config.log_index = record.index;
    config.servers.resize(1);
    config.servers[0].endpoint = "localhost:9234";
    client.replay.apply(record, config);
    const WholeSnapshot whole = output.read(output.write(client));
    CHECK(whole.cluster_configuration == keeper::encode_cluster_config(config));
    CHECK(whole.header.metadata_configuration == keeper::encode_cluster_config(config));
}

TEST_CASE("nothing is written over a snapshot, nor beside the files that are replayed") {
    const TestDir dir;
    auto& files = io::FileSystem::system();
    for (const char* name : {"out", "data"})
        std::filesystem::create_directory(dir.path() / name);
    std::filesystem::create_directory_symlink(dir.path() / "data", dir.path() / "link");
    const Client client = plain_scene(RuleFamily::year22);
    const auto write = [&](const char* name, bool force) {
        ReplayedSnapshotOptions options = into(dir.file(name));
        options.force = force;
        options.data_dirs = {dir.file("data/")};
        return convert::write_replayed_snapshot(files, client.replay, options);
    };
    for (const char* name : {"data", "link"})
        for (const bool force : {false, true})
            CHECK_THROWS_WITH_AS(write(name, force), doctest::Contains("lie here"), Error);
    CHECK(std::filesystem::is_empty(dir.path() / "data"));
    const std::string first = read_file(write("out", false).file);
    CHECK_THROWS_WITH_AS(write("out", false), doctest::Contains("exists already"), Error);
    CHECK(read_file(write("out", true).file) == first);
}

// A server writes an entry for the empty list, which means the same as none.
TEST_CASE("a node that is not held keeps a list that is in the map") {
    for (const char* name : {"02-rich-zstdlog-rotated", "12-survivor-of-three"}) {
        CAPTURE(name);
        const auto snapshots = storage::local_disk(golden(std::string("keeper/") + name).string());
        const auto logs = storage::local_disk(golden(std::string("keeper/") + name + "/log").string());
        keeper::ReplayPlan plan;
        plan.memory = keeper::ReplayMemory::touched_nodes;
        const auto replayed = keeper::replay_directory(*snapshots, *logs, plan);
        REQUIRE(replayed.replay.not_held().count > 0);
        Output out;
        const auto written = convert::write_replayed_snapshot(out.files, replayed, *snapshots, into("out"));
        const WholeSnapshot whole = out.read(written);
        for (const OwnedNode& node : whole.nodes) {
            CAPTURE(node.path);
            const auto has = [&](const keeper::AclMapEntry& entry) { return entry.id == node.node.acl_id; };
            CHECK((node.node.acl_id == 0 || std::ranges::any_of(whole.acls, has)));
        }
    }
}
