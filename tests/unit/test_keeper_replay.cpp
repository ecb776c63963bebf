// Each rule of keeper-files 6 that the golden logs of real servers do not show, and those that they do.
#include "support/keeper_requests.h"
#include "support/keeper_tree.h"

#include "keeperfs/base/error.h"
#include "keeperfs/keeper/digest.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::keeper;
using namespace keeperfs::test;

namespace {

const tree::Acl anyone_all{31, "world", "anyone"}, anyone_reads{1, "world", "anyone"};
// "user:password", hashed as a server does.
constexpr const char* credentials = "user:password";
const std::string user = "user:tpUq/4Pn5A64fVZyQ0gOJ8ZWqkY=";

ReplayOptions rules(RuleFamily family) {
    ReplayOptions options;
    options.rules = family;
    return options;
}
constexpr RuleFamily both[] = {RuleFamily::year22, RuleFamily::year26};

std::string stat_text(const SnapshotNode& node) {
    return fmt::format("v{} c{} a{} seq{} n{} p{}", node.stat.version, node.stat.cversion, node.stat.aversion,
                       node.seq_num, node.num_children, node.stat.pzxid);
}

/// A tree that has one of everything, at zxid 9.
Client scene(RuleFamily family) {
    Client client(rules(family));
    client.open_session(30'000); // zxid 0
    for (const char* path : {"/a", "/a/b", "/a/b/c"})
        REQUIRE(client(create(path)) == ReplyCode::ok); // zxid 1 to 3
    REQUIRE(client(ephemeral("/e")) == ReplyCode::ok);
    REQUIRE(client(versioned(OpNum::set, "/a/b", -1)) == ReplyCode::ok);
    OwnedOperation ttl = op(OpNum::create_ttl, "/ttl");
    ttl.operation.ttl_ms = 1500;
    REQUIRE(client(ttl) == ReplyCode::ok);                                 // zxid 6
    REQUIRE(client(op(OpNum::create_container, "/box")) == ReplyCode::ok); // zxid 7
    REQUIRE(client(create("/locked", "", {{1, "digest", user}})) == ReplyCode::ok);
    REQUIRE(client(op(OpNum::heartbeat, "")) == ReplyCode::ok);
    REQUIRE(client.replay.zxid() == 9);
    return client;
}

OwnedOperation with_ttl(std::int64_t ttl_ms) {
    OwnedOperation made = op(OpNum::create_ttl, "/new");
    made.operation.ttl_ms = ttl_ms;
    return made;
}
OwnedOperation sequential_if_not_exists(const char* path) {
    OwnedOperation made = sequential(path);
    made.operation.op = OpNum::create_if_not_exists;
    return made;
}
OwnedOperation limited(const char* path, std::uint32_t limit) {
    OwnedOperation made = op(OpNum::remove_recursive, path);
    made.operation.limit = limit;
    return made;
}
OwnedOperation check_stat(const char* path, std::int64_t mzxid) {
    OwnedOperation made = op(OpNum::check_stat, path);
    made.operation.expected.mzxid = mzxid;
    return made;
}

} // namespace

TEST_CASE("a request fails with the code that a server answers, and then changes nothing but the zxid") {
    struct Row {
        const char* what;
        OwnedOperation operation;
        ReplyCode code;
    };
    const Row rows[] = {
        {"no parent", create("/x/y"), ReplyCode::no_such_node},
        {"there already", create("/a"), ReplyCode::node_exists},
        {"the root is there already", create("/"), ReplyCode::node_exists},
        {"below an ephemeral node", create("/e/x"), ReplyCode::no_children_for_ephemerals},
        {"below a node with a TTL", create("/ttl/x"), ReplyCode::bad_arguments},
        {"no name", create("/a/"), ReplyCode::bad_arguments},
        {"an empty name in the middle", create("/a//x"), ReplyCode::no_such_node},
        {"no slash in front", create("x"), ReplyCode::no_such_node},
        {"the system's own node", create("/keeper"), ReplyCode::bad_arguments},
        {"below the system's node", create("/keeper/x"), ReplyCode::bad_arguments},
        {"below a protected node", create("/locked/x"), ReplyCode::no_auth},
        {"an ACL of a scheme that nobody has", create("/x", "", {{31, "ip", "::1"}}), ReplyCode::invalid_acl},
        {"a digest without a colon", create("/x", "", {{31, "digest", "user"}}), ReplyCode::invalid_acl},
        {"auth without an authentication", create("/x", "", {{31, "auth", ""}}), ReplyCode::invalid_acl},
        {"a TTL of 0", with_ttl(0), ReplyCode::bad_arguments},
        {"a TTL beyond 2^56 - 1", with_ttl(std::int64_t{1} << 56), ReplyCode::bad_arguments},
        {"a sequential name that may be there", sequential_if_not_exists("/a/s"), ReplyCode::bad_arguments},
        {"remove: not there", op(OpNum::remove, "/x"), ReplyCode::no_such_node},
        {"remove: another version", versioned(OpNum::remove, "/a/b/c", 1), ReplyCode::bad_version},
        {"remove: has children", op(OpNum::remove, "/a"), ReplyCode::not_empty},
        {"remove: the root", op(OpNum::remove, "/"), ReplyCode::not_empty},
        {"remove: the system's node", op(OpNum::remove, "/keeper"), ReplyCode::bad_arguments},
        {"set: not there", op(OpNum::set, "/x"), ReplyCode::no_such_node},
        {"set: another version", versioned(OpNum::set, "/a/b", 0), ReplyCode::bad_version},
        {"set: the system's node", op(OpNum::set, "/keeper"), ReplyCode::bad_arguments},
        {"set: no permission", op(OpNum::set, "/locked"), ReplyCode::no_auth},
        {"set_acl: not there", op(OpNum::set_acl, "/x"), ReplyCode::no_such_node},
        {"set_acl: another aversion", versioned(OpNum::set_acl, "/a/b", 1), ReplyCode::bad_version},
        {"set_acl: no permission", op(OpNum::set_acl, "/locked"), ReplyCode::no_auth},
        {"check: not there", op(OpNum::check, "/x"), ReplyCode::no_such_node},
        {"check: another version", versioned(OpNum::check, "/a/b", 0), ReplyCode::bad_version},
        {"check: no permission", op(OpNum::check, "/locked"), ReplyCode::no_auth},
        {"check_not_exists: there", op(OpNum::check_not_exists, "/a"), ReplyCode::node_exists},
        {"check_not_exists: of that version", versioned(OpNum::check_not_exists, "/a/b", 1),
         ReplyCode::node_exists},
        {"check_stat: not there", check_stat("/x", -1), ReplyCode::no_such_node},
        {"check_stat: another mzxid", check_stat("/a/b", 2), ReplyCode::bad_version},
        {"try_remove: the system's node", op(OpNum::try_remove, "/keeper"), ReplyCode::bad_arguments},
        {"remove_recursive: too many", limited("/a", 2), ReplyCode::not_empty},
        {"remove_recursive: the root", limited("/", 100), ReplyCode::bad_arguments},
    };
    for (const RuleFamily family : both)
        for (const Row& row : rows) {
            CAPTURE(row.what);
            Client client = scene(family);
            const TreeText before = tree_text(client.replay, Fields::all);
            CHECK(name_of(client(row.operation)) == name_of(row.code));
            CHECK(tree_text(client.replay, Fields::all) == before);
            CHECK(client.replay.zxid() == 10);
        }
}

TEST_CASE("a check of the system's nodes fails by the newer rules only") {
    for (const OpNum kind : {OpNum::check, OpNum::check_stat}) {
        Client old_server = scene(RuleFamily::year22), new_server = scene(RuleFamily::year26);
        CHECK(old_server(op(kind, "/keeper")) == ReplyCode::ok);
        CHECK(new_server(op(kind, "/keeper")) == ReplyCode::bad_arguments);
        CHECK(new_server(op(kind, "/keeper/api_version")) == ReplyCode::bad_arguments);
    }
    CHECK(scene(RuleFamily::year26)(op(OpNum::check_not_exists, "/keeper/x")) == ReplyCode::bad_arguments);
}

TEST_CASE("a request that succeeds without an effect leaves the tree as it is") {
    const OwnedOperation operations[] = {
        op(OpNum::create_if_not_exists, "/a"),
        op(OpNum::try_remove, "/x"),
        op(OpNum::try_remove, "/x/y"),
        op(OpNum::try_remove, "/a"),
        versioned(OpNum::try_remove, "/a/b/c", 5),
        limited("/x", 10),
        limited("/x/y", 10),
        versioned(OpNum::check, "/a/b", 1),
        versioned(OpNum::check_not_exists, "/a/b", 0),
        op(OpNum::check_not_exists, "/x"),
        check_stat("/a/b", 5),
        op(OpNum::sync, "/a"),
        op(OpNum::reconfig, ""),
    };
    for (const RuleFamily family : both)
        for (const OwnedOperation& operation : operations) {
            CAPTURE(name_of(operation.operation.op));
            CAPTURE(operation.path);
            Client client = scene(family);
            const TreeText before = tree_text(client.replay, Fields::all);
            CHECK(client(operation) == ReplyCode::ok);
            CHECK(tree_text(client.replay, Fields::all) == before);
        }
}

TEST_CASE("a create moves its parent's seqNum, cversion, numChildren and pzxid") {
    Client client = scene(RuleFamily::year22);
    CHECK(stat_text(client.node("/a/b")) == "v1 c1 a0 seq1 n1 p3");
    REQUIRE(client(create("/a/b/d", "data")) == ReplyCode::ok);
    CHECK(stat_text(client.node("/a/b")) == "v1 c2 a0 seq2 n2 p10");
    const SnapshotNode made = client.node("/a/b/d");
    CHECK(as_text(made.data) == "data");
    CHECK(made.stat == tree::Stat{.czxid = 10, .mzxid = 10, .pzxid = 10, .ctime = 10'000, .mtime = 10'000});
}

TEST_CASE("a set moves its node's version, mzxid and mtime, and its parent's cversion alone") {
    Client client = scene(RuleFamily::year22);
    REQUIRE(client(op(OpNum::set, "/a/b/c", "new")) == ReplyCode::ok);
    CHECK(stat_text(client.node("/a/b")) == "v1 c2 a0 seq1 n1 p3");
    const SnapshotNode set = client.node("/a/b/c");
    CHECK(as_text(set.data) == "new");
    CHECK(set.stat ==
          tree::Stat{.czxid = 3, .mzxid = 10, .pzxid = 3, .ctime = 3'000, .mtime = 10'000, .version = 1});
}

TEST_CASE("a set of the root moves its own cversion by the rules of 2022 only") {
    for (const RuleFamily family : both) {
        Client client(rules(family));
        REQUIRE(client(op(OpNum::set, "/", "x")) == ReplyCode::ok);
        CHECK(client.node("/").stat.version == 1);
        CHECK(client.node("/").stat.cversion == (family == RuleFamily::year22 ? 1 : 0));
    }
}

TEST_CASE("a remove moves its parent's cversion and numChildren, and leaves pzxid") {
    for (const OpNum number : {OpNum::remove, OpNum::try_remove}) {
        Client client = scene(RuleFamily::year26);
        REQUIRE(client(op(number, "/a/b/c")) == ReplyCode::ok);
        CHECK(!client.has("/a/b/c"));
        CHECK(stat_text(client.node("/a/b")) == "v1 c2 a0 seq1 n0 p3");
    }
}

TEST_CASE("a recursive remove takes the whole subtree and counts once at the parent") {
    Client client = scene(RuleFamily::year26);
    REQUIRE(client(limited("/a", 3)) == ReplyCode::ok);
    for (const char* path : {"/a", "/a/b", "/a/b/c"})
        CHECK(!client.has(path));
    // Six creates below the root, and "/keeper", which is not counted in cversion.
    CHECK(stat_text(client.node("/")) == "v0 c6 a0 seq5 n5 p8");
}

TEST_CASE("a recursive remove needs the permission on every node by the newer rules only") {
    for (const RuleFamily family : both) {
        Client client = scene(family);
        REQUIRE(client(create("/a/p", "", {{1, "digest", user}})) == ReplyCode::ok);
        CHECK(client(limited("/a", 10)) ==
              (family == RuleFamily::year22 ? ReplyCode::ok : ReplyCode::no_auth));
    }
}

TEST_CASE("a sequential name has the parent's seqNum, whatever was removed or set meanwhile") {
    Client client(rules(RuleFamily::year22));
    REQUIRE(client(create("/q")) == ReplyCode::ok);
    REQUIRE(client(sequential("/q/n-")) == ReplyCode::ok);
    REQUIRE(client(create("/q/plain")) == ReplyCode::ok);
    REQUIRE(client(op(OpNum::remove, "/q/plain")) == ReplyCode::ok);
    REQUIRE(client(op(OpNum::set, "/q/n-0000000000")) == ReplyCode::ok);
    REQUIRE(client(sequential("/q/n-")) == ReplyCode::ok);
    REQUIRE(client(sequential("/q/")) == ReplyCode::ok);
    CHECK(client.has("/q/n-0000000002"));
    CHECK(client.has("/q/0000000003"));
    CHECK(client.node("/q/n-0000000002").is_sequential);
}

TEST_CASE("the mark of a sequential node is not made by the newer rules") {
    Client client(rules(RuleFamily::year26));
    REQUIRE(client(sequential("/n-")) == ReplyCode::ok);
    CHECK(!client.node("/n-0000000000").is_sequential);
}

TEST_CASE("/keeperfoo is reserved by the rules of 2022 only") {
    for (const RuleFamily family : both)
        CHECK(Client(rules(family))(create("/keeperfoo")) ==
              (family == RuleFamily::year22 ? ReplyCode::bad_arguments : ReplyCode::ok));
}

TEST_CASE("sessions get the counter's next value, use up no zxid, and take their nodes with them") {
    Client client;
    CHECK(client.open_session(30'000) == 1);
    CHECK(client.open_session(4'000) == 2);
    CHECK(client.replay.zxid() == 0);
    CHECK(client.replay.session_id_counter() == 3);
    client.session = 2;
    REQUIRE(client(create("/p")) == ReplyCode::ok);
    REQUIRE(client(ephemeral("/p/1")) == ReplyCode::ok);
    REQUIRE(client(ephemeral("/p/2")) == ReplyCode::ok);
    CHECK(client.node("/p/1").stat.ephemeral_owner == 2);
    REQUIRE(client(op(OpNum::close, "")) == ReplyCode::ok);
    CHECK(!client.has("/p/1"));
    CHECK(stat_text(client.node("/p")) == "v0 c4 a0 seq2 n0 p3");
    REQUIRE(client.replay.sessions().size() == 1);
    CHECK(client.replay.sessions()[0] == tree::Session{1, 30'000, {}});
    client.session = 77; // one that never was
    CHECK(client(op(OpNum::close, "")) == ReplyCode::ok);
}

TEST_CASE("an ephemeral node that was removed is not removed again with its session") {
    Client client;
    REQUIRE(client(ephemeral("/e")) == ReplyCode::ok);
    REQUIRE(client(op(OpNum::remove, "/e")) == ReplyCode::ok);
    client.session = 2;
    REQUIRE(client(create("/other")) == ReplyCode::ok); // may take the removed one's place in memory
    client.session = 1;
    REQUIRE(client(op(OpNum::close, "")) == ReplyCode::ok);
    CHECK(client.has("/other"));
}

TEST_CASE("auth adds the hashed credentials once, and the superdigest makes a super session") {
    Client client;
    client.open_session(1000);
    CHECK(client.authenticate(credentials) == ReplyCode::ok);
    CHECK(client.authenticate(credentials) == ReplyCode::ok);
    CHECK(client.authenticate("nocolon") == ReplyCode::auth_failed);
    CHECK(client.authenticate("a:b:c") == ReplyCode::auth_failed);
    const auto sessions = client.replay.sessions();
    REQUIRE(sessions.size() == 1);
    REQUIRE(sessions[0].authentications.size() == 1);
    CHECK(sessions[0].authentications[0] == tree::Session::Authentication{"digest", user});

    ReplayOptions with_super;
    with_super.superdigest = user;
    Client super(with_super);
    super.open_session(1000);
    REQUIRE(super(create("/locked", "", {{1, "digest", "other:hash"}})) == ReplyCode::ok);
    CHECK(super(op(OpNum::set, "/locked")) == ReplyCode::no_auth);
    CHECK(super.authenticate(credentials) == ReplyCode::ok);
    CHECK(super(op(OpNum::set, "/locked")) == ReplyCode::ok);
    CHECK(super.replay.sessions()[0].authentications[0] == tree::Session::Authentication{"super", ""});
}

TEST_CASE("an ACL is stored as each family of releases stores it") {
    const tree::Acl digest{3, "digest", user};
    struct Row {
        tree::AclList sent, stored_to_25_6, stored_to_26_7, stored_later;
    };
    const Row rows[] = {
        {{}, {}, {}, {}},
        {{anyone_all}, {}, {}, {}},
        {{anyone_all, anyone_all}, {}, {}, {}},
        {{anyone_reads}, {}, {anyone_reads}, {anyone_reads}},
        {{anyone_all, anyone_reads}, {}, {anyone_reads}, {anyone_all, anyone_reads}},
        {{digest}, {digest}, {digest}, {digest}},
        {{digest, anyone_reads}, {digest}, {digest, anyone_reads}, {digest, anyone_reads}},
        {{anyone_all, digest}, {digest}, {digest}, {anyone_all, digest}},
        {{digest, {1, "ip", "::1"}}, {digest}, {digest}, {digest}},
        {{anyone_all, {1, "ip", "::1"}}, {}, {}, {}},
        {{{3, "auth", ""}}, {digest}, {digest}, {digest}},
    };
    const auto wanted_list = [](const Row& row, RuleFamily family) -> const tree::AclList& {
        if (family == RuleFamily::year26)
            return row.stored_later;
        return family == RuleFamily::year25 ? row.stored_to_26_7 : row.stored_to_25_6;
    };
    for (const RuleFamily family :
         {RuleFamily::year22, RuleFamily::year24, RuleFamily::year25, RuleFamily::year26})
        for (const Row& row : rows) {
            Client client(rules(family));
            client.open_session(1000);
            REQUIRE(client.authenticate(credentials) == ReplyCode::ok);
            REQUIRE(client(create("/x")) == ReplyCode::ok);
            REQUIRE(client(with_acl("/x", row.sent)) == ReplyCode::ok);
            const std::string wanted = acl_text(wanted_list(row, family));
            const std::string found = tree_text(client.replay, Fields::of_clients).at("/x");
            CHECK_MESSAGE(found.starts_with(" " + wanted + " "), found);
            CHECK(client.node("/x").stat.aversion == 1);
        }
}

TEST_CASE("permissions are those of the session's authentications, of the world, or nobody's") {
    Client client;
    client.open_session(1000);
    REQUIRE(client(create("/r", "", {{tree::permission::create, "digest", user}})) == ReplyCode::ok);
    CHECK(client(create("/r/x")) == ReplyCode::no_auth);
    REQUIRE(client.authenticate(credentials) == ReplyCode::ok);
    CHECK(client(create("/r/x")) == ReplyCode::ok);
    CHECK(client(op(OpNum::remove, "/r/x")) == ReplyCode::no_auth); // 8 on the parent
    CHECK(client(op(OpNum::set, "/r/x")) == ReplyCode::ok);
    client.session = 5;
    CHECK(client(create("/r/y")) == ReplyCode::no_auth);
}

TEST_CASE("a multi sees its own effects, and is undone as a whole") {
    for (const RuleFamily family : both) {
        Client client = scene(family);
        const TreeText before = tree_text(client.replay, Fields::all);
        const Outcome failed =
            client.multi({create("/m"), create("/m/n", "x"), op(OpNum::set, "/a/b", "lost"),
                          op(OpNum::set, "/a/b", "lost again"), op(OpNum::remove, "/a/b/c"),
                          op(OpNum::remove, "/a/b"), ephemeral("/a/b"), op(OpNum::remove, "/e"),
                          limited("/m", 5), create("/m"), op(OpNum::remove, "/nowhere"), create("/never")});
        CHECK(failed.code == ReplyCode::no_such_node);
        CHECK(failed.failed_part == 10);
        CHECK(tree_text(client.replay, Fields::all) == before);
        CHECK(client.replay.zxid() == 10);

        const Outcome done = client.multi({create("/m"), create("/m/n"), op(OpNum::remove, "/m/n")});
        CHECK(done.code == ReplyCode::ok);
        CHECK(!done.failed_part);
        CHECK(client.node("/m").stat.cversion == 2);
        CHECK(client.node("/m").stat.czxid == 11);
        // What was undone is out of the index of ephemerals, and what came back is in it.
        REQUIRE(client(op(OpNum::close, "")) == ReplyCode::ok);
        CHECK(client.has("/a/b"));
        CHECK(!client.has("/e"));
    }
}

TEST_CASE("a multi that creates a protected node and uses it fails by the newer rules only") {
    for (const RuleFamily family : both) {
        Client client(rules(family));
        const Outcome outcome =
            client.multi({create("/p", "", {{1, "digest", user}}), op(OpNum::set, "/p", "x")});
        CHECK(outcome.code == (family == RuleFamily::year22 ? ReplyCode::ok : ReplyCode::no_auth));
        CHECK(client.has("/p") == (family == RuleFamily::year22));
    }
}

TEST_CASE("a multi's permissions are looked at before its first part by the rules of 2022 only") {
    for (const RuleFamily family : both) {
        Client client = scene(family);
        const Outcome outcome = client.multi({op(OpNum::remove, "/nowhere"), op(OpNum::set, "/locked")});
        CHECK(outcome.code == (family == RuleFamily::year22 ? ReplyCode::no_auth : ReplyCode::no_such_node));
        CHECK(outcome.failed_part == (family == RuleFamily::year22 ? 1 : 0));
    }
}

TEST_CASE(
    "a server's own removal takes a node only when its time is over, or a container while it is empty") {
    constexpr std::int64_t ttl_session = -2, container_session = -3;
    Client client = scene(RuleFamily::year26); // the next requests' times: 10000, 11000, ...
    REQUIRE(client(op(OpNum::set, "/ttl")) == ReplyCode::ok);
    client.session = container_session;
    CHECK(client(op(OpNum::try_remove, "/ttl")) == ReplyCode::ok);
    CHECK(client.has("/ttl"));
    client.session = 1;
    REQUIRE(client(op(OpNum::set, "/ttl")) == ReplyCode::ok); // 12000
    client.session = ttl_session;
    CHECK(client(op(OpNum::try_remove, "/ttl")) == ReplyCode::ok); // 13000 < 13500
    CHECK(client.has("/ttl"));
    CHECK(client(op(OpNum::try_remove, "/ttl")) == ReplyCode::ok); // 14000
    CHECK(!client.has("/ttl"));
    client.session = 1;
    REQUIRE(client(create("/box/x")) == ReplyCode::ok);
    client.session = container_session;
    CHECK(client(op(OpNum::try_remove, "/box")) == ReplyCode::ok);
    CHECK(client.has("/box"));
    client.session = 1;
    REQUIRE(client(op(OpNum::remove, "/box/x")) == ReplyCode::ok);
    client.session = container_session;
    CHECK(client(op(OpNum::try_remove, "/box")) == ReplyCode::ok);
    CHECK(!client.has("/box"));
}

TEST_CASE("what a request changed is listed when asked for") {
    ReplayOptions options;
    options.list_changes = true;
    Client client(options);
    using Kind = Change::Kind;
    CHECK(client.changes(create("/a")) == std::vector<Change>{{Kind::created, "/a"}});
    CHECK(client.changes(sequential("/a/s")) == std::vector<Change>{{Kind::created, "/a/s0000000000"}});
    CHECK(client.changes(op(OpNum::set, "/a")) == std::vector<Change>{{Kind::data_set, "/a"}});
    CHECK(client.changes(with_acl("/a", {anyone_all})) == std::vector<Change>{{Kind::acl_set, "/a"}});
    CHECK(client.changes(create("/a")).empty());
    CHECK(client.multi({create("/b"), create("/a")}).changes.empty());
    CHECK(client.changes(limited("/a", 5)) ==
          std::vector<Change>{{Kind::removed, "/a/s0000000000"}, {Kind::removed, "/a"}});
}

TEST_CASE("the running digest is that of the nodes, also after a multi was undone") {
    for (const int version : {1, 4, 5}) {
        Client client;
        const auto send = [&](const OwnedOperation& operation, std::uint64_t digest) {
            Request request;
            request.operation = operation.view();
            request.digest_version = static_cast<std::uint8_t>(version);
            request.digest = digest;
            return client.send(std::move(request));
        };
        send(create("/a", "x"), 0);
        CHECK(client.replay.rules() == (version == 1   ? RuleFamily::year22
                                        : version == 4 ? RuleFamily::year25
                                                       : RuleFamily::year26));
        REQUIRE(client.replay.first_disagreement());
        CHECK(client.replay.first_disagreement()->index == 1);
        CHECK(client.replay.first_disagreement()->path == "/a");
        client(ephemeral("/e"));
        client.multi({create("/m"), op(OpNum::remove, "/e"), op(OpNum::set, "/a", "y"), create("/a")});
        client.multi({create("/m"), op(OpNum::set, "/a", "y"), op(OpNum::remove, "/e")});
        std::uint64_t sum = 0, cursor = 0;
        for (SnapshotNode node; client.replay.next(cursor, node);)
            sum += node_digest(version, node);
        CHECK(client.replay.digest(version) == sum);
        CHECK(send(op(OpNum::heartbeat, ""), sum).digest_agrees);
        CHECK(!send(op(OpNum::heartbeat, ""), sum + 1).digest_agrees);
        CHECK(client.replay.first_disagreement()->index == 1);
        CHECK(client.replay.digests_compared() == 3);
    }
}

TEST_CASE("an older configuration does not come back") {
    Client client;
    const auto configure = [&](std::uint64_t log_index, const char* endpoint) {
        ChangelogRecord record;
        record.index = client.replay.last_index() + 1;
        record.type = RecordType::configuration;
        ClusterConfig config;
        config.log_index = log_index;
        config.servers.resize(1);
        config.servers[0].endpoint = endpoint;
        client.replay.apply(record, config);
    };
    configure(5, "new:1");
    configure(4, "old:1");
    REQUIRE(client.replay.cluster_config());
    CHECK(client.replay.cluster_config()->servers[0].endpoint == "new:1");
    CHECK(client.replay.last_index() == 2);
    CHECK(client.replay.zxid() == 0);
}
