// Input: a byte that says which rules apply, a byte: does the log stand on a snapshot, then requests of few
// bytes each over a handful of names. Whatever is asked for, the tree stays one: every node has its parent,
// numChildren counts them, and the digest kept up to date is that of all nodes.
#include "fuzz/fuzz_target.h"
#include "support/keeper_requests.h"
#include "support/keeper_snapshots.h"

#include "keeperfs/keeper/digest.h"

#include <map>

namespace keeperfs::fuzz {

namespace {

using keeper::OpNum;
using keeper::ReplyCode;
using test::OwnedOperation;

constexpr int digest_version = 4; ///< one that both families of rules can keep
constexpr std::size_t most_requests = 64;

std::string path_of(Input& input) {
    std::string path;
    for (std::uint8_t names = input.up_to(3); names > 0; --names)
        path += std::string("/") + static_cast<char>('a' + input.up_to(2));
    return path.empty() ? "/" : path;
}

/// Not `multi`.
OwnedOperation operation_of(Input& input) {
    static constexpr OpNum ops[] = {
        OpNum::create,           OpNum::create2,    OpNum::create_if_not_exists,
        OpNum::create_container, OpNum::create_ttl, OpNum::set,
        OpNum::remove,           OpNum::try_remove, OpNum::remove_recursive,
        OpNum::set_acl,          OpNum::check,      OpNum::check_not_exists,
        OpNum::check_stat,       OpNum::close,      OpNum::heartbeat,
        OpNum::session_id,       OpNum::auth,
    };
    OwnedOperation made = test::op(ops[input.up_to(std::size(ops) - 1)], path_of(input), input.text());
    keeper::RequestOperation& operation = made.operation;
    const std::uint8_t marks = input.byte();
    operation.ephemeral = (marks & 3) == 1;
    operation.sequential = (marks & 12) == 4;
    operation.version = static_cast<std::int32_t>(marks >> 6) - 1;
    operation.limit = marks >> 4;
    operation.ttl_ms = marks;
    operation.timeout_ms = 1000;
    operation.acl_scheme = "digest";
    if ((marks & 32) != 0)
        operation.acl = {{marks & 31, "world", "anyone"}, {31, "auth", ""}};
    return made;
}

/// What holds for every tree of a server.
void require_a_tree(const keeper::Replay& replay) {
    struct Family {
        std::int32_t stated = 0, counted = 0;
    };
    std::map<std::string, Family> families;
    std::uint64_t nodes = 0, cursor = 0;
    for (keeper::SnapshotNode node; replay.next(cursor, node); ++nodes)
        families[std::string(as_text(node.path))].stated = node.num_children;
    require(nodes == replay.node_count() && nodes == families.size(), "a node comes twice, or not at all");
    for (const auto& [path, family] : families) {
        if (path == "/")
            continue;
        const auto parent = families.find(path.substr(0, std::max<std::size_t>(path.rfind('/'), 1)));
        require(parent != families.end(), "a node has no parent");
        ++parent->second.counted;
    }
    for (const auto& [path, family] : families)
        require(family.stated == family.counted, "numChildren is not the number of children");
}

void require_the_digest(const keeper::Replay& replay) {
    std::uint64_t sum = 0, cursor = 0;
    for (keeper::SnapshotNode node; replay.next(cursor, node);)
        sum += keeper::node_digest(digest_version, node);
    require(replay.digest(digest_version) == sum, "the digest is not that of the nodes");
}

void load_a_snapshot(keeper::Replay& replay) {
    test::WholeSnapshot whole;
    whole.header.version = keeper::snapshot_version::newest;
    whole.header.metadata_configuration = keeper::empty_cluster_configuration();
    whole.header.digest_version = digest_version;
    whole.header.session_id_counter = 3;
    whole.sessions = {{1, 1000, {}}, {2, 1000, {}}};
    for (const char* path : {"/a/b", "/a", "/", "/c"})
        whole.nodes.push_back({path, "data", {}});
    whole.nodes[1].node.num_children = 1;
    whole.nodes[2].node.num_children = 2;
    whole.nodes[3].node.stat.ephemeral_owner = 2;
    for (const test::OwnedNode& node : whole.nodes)
        whole.header.digest += keeper::node_digest(digest_version, node.view());
    const std::string file =
        test::compress(test::encode(whole, whole.header.version), keeper::SnapshotCodec::lz4_blocks);
    test::ChunkedSource source(file, SIZE_MAX);
    keeper::SnapshotReader reader(source);
    replay.load(reader);
    require(!replay.loaded_wrong_digest(), "the digest of a snapshot is found wrong");
}

/// One request, as a record has it; nothing but the zxid changes when it fails.
void send(test::Client& client, Input& input) {
    keeper::Request request;
    std::vector<OwnedOperation> operations;
    const std::uint8_t kind = input.byte();
    client.session = 1 + (kind & 3);
    const std::size_t parts = (kind & 0x40) != 0 ? 1U + (kind >> 4 & 3U) : 0;
    for (std::size_t i = 0; i < std::max<std::size_t>(parts, 1); ++i)
        operations.push_back(operation_of(input));
    if (parts == 0) {
        request.operation = operations.front().view();
    } else {
        request.operation.op = OpNum::multi;
        for (const OwnedOperation& operation : operations)
            request.parts.push_back(operation.view());
    }
    request.digest_version = digest_version;
    const std::uint64_t digest_before = client.replay.digest(digest_version);
    const std::uint64_t nodes_before = client.replay.node_count();
    const keeper::Outcome outcome = client.send(std::move(request));
    if (outcome.code == ReplyCode::ok)
        return;
    require(client.replay.digest(digest_version) == digest_before &&
                client.replay.node_count() == nodes_before,
            "a request that failed changed the tree");
}

} // namespace

void run_one(Bytes bytes) {
    Input input(bytes);
    keeper::ReplayOptions options;
    options.rules = input.flag() ? keeper::RuleFamily::year26 : keeper::RuleFamily::year22;
    options.list_changes = true;
    test::Client client(options);
    if (input.flag())
        load_a_snapshot(client.replay);
    for (std::size_t i = 0; i < most_requests && !input.empty(); ++i) {
        send(client, input);
        require_the_digest(client.replay);
    }
    require_a_tree(client.replay);
}

} // namespace keeperfs::fuzz
