#include "keeperfs/probe/server_view.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

using namespace keeperfs;
using namespace keeperfs::probe;

namespace {

Reply reply_of(std::string_view word, std::string text) {
    Reply reply;
    reply.text = std::move(text);
    if (reply.text.starts_with("This "))
        reply.outcome = Outcome::not_serving;
    else if (reply.text.empty())
        reply.outcome = Outcome::refused_or_unknown;
    else
        REQUIRE(read_answer(word, reply.text, reply.answer) == Reading::whole);
    return reply;
}

Told recorded(const std::string& folder, const char* word) {
    std::ifstream file(fmt::format("{}/4lw/{}/{}.txt", KFS_GOLDEN_DIR, folder, word), std::ios::binary);
    return {word, reply_of(word, {std::istreambuf_iterator<char>(file), {}})};
}
ServerView recorded_view(const std::string& folder) {
    const std::vector<Told> told{recorded(folder, "srvr"), recorded(folder, "mntr"), recorded(folder, "lgif"),
                                 recorded(folder, "conf")};
    return view_of({"host", 1}, told);
}

Reply failed(Outcome outcome) {
    Reply reply;
    reply.outcome = outcome;
    reply.message = "why";
    return reply;
}

constexpr const char* srvr =
    "ClickHouse Keeper version: v25.8.1.1-lts-0123456789\nLatency min/avg/max: 0/1/12\n"
    "Received: 1\nSent: 1\nConnections: 3\nOutstanding: 2\nZxid: 0x1a2b\nMode: leader\n"
    "Node count: 5\n";

} // namespace

TEST_CASE("the answers of each recorded server make a view of it") {
    struct Case {
        const char* folder;
        Presence presence;
        std::optional<ServerKind> kind;
        const char* version;
        std::optional<Role> role;
        std::optional<std::int64_t> id;
        std::optional<std::uint64_t> zxid;
        Figure znodes, followers, committed;
        std::vector<std::string> not_told;
    };
    const auto keeper = ServerKind::keeper;
    for (const Case& test : {
             Case{"leader",
                  Presence::serves,
                  keeper,
                  "21.8.7.1-byconity",
                  Role::leader,
                  3,
                  16,
                  15,
                  2,
                  {},
                  {"lgif"}},
             Case{"follower",
                  Presence::serves,
                  keeper,
                  "21.8.7.1-byconity",
                  Role::follower,
                  1,
                  16,
                  15,
                  {},
                  {},
                  {"lgif"}},
             Case{"standalone",
                  Presence::serves,
                  keeper,
                  "21.8.7.1-byconity",
                  Role::standalone,
                  1,
                  14,
                  13,
                  0,
                  {},
                  {"lgif"}},
             Case{"leader-25.8",
                  Presence::serves,
                  keeper,
                  "25.8.1.5101-lts",
                  Role::leader,
                  1,
                  0x1a2b,
                  5123,
                  2,
                  6723,
                  {}},
             Case{"zookeeper",
                  Presence::serves,
                  ServerKind::zookeeper,
                  "3.8.0",
                  Role::standalone,
                  0,
                  0xcb,
                  7,
                  {},
                  {},
                  {"lgif"}},
             Case{"no-quorum", Presence::not_serving, keeper, "", {}, {}, {}, {}, {}, {}, {"lgif"}},
             Case{"recovering", Presence::not_serving, keeper, "", {}, {}, {}, {}, {}, {}, {"lgif"}},
             Case{"not-in-allow-list",
                  Presence::serves,
                  keeper,
                  "21.8.7.1-byconity",
                  Role::standalone,
                  {},
                  {},
                  3,
                  0,
                  {},
                  {"srvr", "lgif", "conf"}},
             Case{"no-such-folder",
                  Presence::unknown,
                  {},
                  "",
                  {},
                  {},
                  {},
                  {},
                  {},
                  {},
                  {"srvr", "mntr", "lgif", "conf"}},
         }) {
        CAPTURE(test.folder);
        const ServerView view = recorded_view(test.folder);
        CHECK(view.presence == test.presence);
        CHECK(view.kind == test.kind);
        CHECK(view.version == test.version);
        CHECK(view.role == test.role);
        CHECK(view.server_id == test.id);
        CHECK(view.zxid == test.zxid);
        CHECK(view.figures.znodes == test.znodes);
        CHECK(view.figures.followers == test.followers);
        CHECK(view.figures.committed_index == test.committed);
        CHECK(view.not_told == test.not_told);
    }
}

TEST_CASE("a limit that the server does not know is no figure") {
    const ServerView view = recorded_view("leader-25.8"); // 18446744073709551615
    CHECK(view.figures.open_files == 91);
    CHECK(view.figures.most_open_files == std::nullopt);
}

TEST_CASE("what srvr says stands in for mntr, and mntr comes first") {
    const std::vector<Told> told{{"srvr", reply_of("srvr", srvr)}};
    ServerView view = view_of({"host", 1}, told);
    CHECK(view.leads());
    CHECK(view.figures.connections == 3);
    CHECK(view.figures.outstanding == 2);
    CHECK(view.figures.znodes == 5);
    CHECK(view.max_latency == 12.0);
    const std::vector<Told> both{
        told[0],
        {"mntr", reply_of("mntr", "zk_server_state\tfollower\nzk_znode_count\t7\nzk_new_figure\tx\n"
                                  "zk_avg_latency\t0.5\nzk_approximate_data_size\t1.7297301E7\n")}};
    view = view_of({"host", 1}, both);
    CHECK(view.role == Role::follower);
    CHECK(view.figures.znodes == 7);
    CHECK(view.figures.connections == 3);
    CHECK(view.figures.data_size == 17297301);
    CHECK(view.avg_latency == 0.5);
}

TEST_CASE("fields of another kind than they should be are no figures") {
    const std::vector<Told> told{
        {"mntr", reply_of("mntr", "zk_server_state\t7\nzk_znode_count\tmany\nzk_watch_count\t-1\n"
                                  "zk_avg_latency\tNaN\nzk_ephemerals_count\t1e300\nzk_version\t1\n"
                                  "zk_approximate_data_size\t\n")}};
    const ServerView view = view_of({"host", 1}, told);
    CHECK(view.serves());
    CHECK(view.role == std::nullopt);
    CHECK(view.kind == std::nullopt);
    for (const NamedFigure& figure : named_figures()) {
        CAPTURE(figure.name);
        CHECK(view.figures.*figure.member == std::nullopt);
    }
    CHECK(view.avg_latency == std::nullopt);
}

TEST_CASE("presence follows the last answer, and a failure only where there is none") {
    struct Case {
        Reply first, second;
        Presence presence;
    };
    const Reply serves = reply_of("srvr", srvr);
    const Reply not_serving = failed(Outcome::not_serving), refused = failed(Outcome::refused_or_unknown);
    const Reply timeout = failed(Outcome::timeout);
    for (const Case& test : {
             Case{serves, not_serving, Presence::not_serving},
             Case{not_serving, refused, Presence::not_serving},
             Case{serves, timeout, Presence::serves},
             Case{refused, not_serving, Presence::not_serving},
             Case{refused, refused, Presence::unknown},
             Case{timeout, timeout, Presence::absent},
         }) {
        const std::vector<Told> told{{"srvr", test.first}, {"mntr", test.second}};
        CHECK(view_of({"host", 1}, told).presence == test.presence);
    }
    CHECK(view_of({"host", 1}, {}).presence == Presence::absent);
}

TEST_CASE("a ZooKeeper that only reads does not serve") {
    const std::vector<Told> told{
        {"srvr", reply_of("srvr", "Zookeeper version: 3.8.4-9316c2a7a97e1666d8f4593f34dd6fc36ec"
                                  "c436c, built on 2024-02-12\nMode: read-only\nNode count: 4\n")}};
    const ServerView view = view_of({"host", 1}, told);
    CHECK(view.version == "3.8.4");
    CHECK(view.presence == Presence::not_serving);
    CHECK(view.role == Role::read_only);
}

TEST_CASE("a server that does not serve says which kind it is") {
    const auto kind = [](std::string text) {
        const std::vector<Told> told{{"srvr", reply_of("srvr", std::move(text))}};
        return view_of({"host", 1}, told).kind;
    };
    CHECK(kind("This ZooKeeper instance is not currently serving requests\n") == ServerKind::zookeeper);
    CHECK(kind("This instance is not currently serving requests") == ServerKind::keeper);
}
