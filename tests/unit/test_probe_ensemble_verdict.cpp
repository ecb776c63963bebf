#include "keeperfs/base/error.h"
#include "keeperfs/probe/ensemble_verdict.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace keeperfs;
using namespace keeperfs::probe;

namespace {

/// A Keeper of a healthy ensemble, with what is different about it.
struct Made {
    ServerView view;

    Made(std::string host, Role role) {
        view.server = {std::move(host), 9181};
        view.presence = Presence::serves;
        view.kind = ServerKind::keeper;
        view.version = "25.8.1.1-lts";
        view.role = role;
        view.figures.committed_index = view.figures.leader_committed_index = 50'000;
        view.figures.last_log_term = 4;
    }
    Made& leading(std::uint64_t followers, std::uint64_t synced) {
        view.figures.followers = followers;
        view.figures.synced_followers = synced;
        return *this;
    }
    Made& at(std::uint64_t index) {
        view.figures.committed_index = index;
        return *this;
    }
    Made& term(std::uint64_t term) {
        view.figures.last_log_term = term;
        return *this;
    }
    Made& id(std::int64_t id) {
        view.server_id = id;
        return *this;
    }
    Made& version(std::string version) {
        view.version = std::move(version);
        return *this;
    }
    Made& zookeeper(Figure voters = std::nullopt) {
        view.kind = ServerKind::zookeeper;
        view.figures.voters = voters;
        return *this;
    }
    Made& files(std::uint64_t open, std::uint64_t most) {
        view.figures.open_files = open;
        view.figures.most_open_files = most;
        return *this;
    }
    Made& without(std::string word) {
        view.not_told.push_back(std::move(word));
        return *this;
    }
    operator ServerView() const { return view; }
};

Made leader(const char* host = "a") { return Made(host, Role::leader).leading(2, 2); }
Made follower(const char* host) { return {host, Role::follower}; }
ServerView gone(const char* host, Presence presence, Outcome outcome) {
    ServerView view;
    view.server = {host, 9181};
    view.presence = presence;
    view.outcome = outcome;
    view.message = "why";
    return view;
}
ServerView down(const char* host) { return gone(host, Presence::absent, Outcome::connection_refused); }
ServerView idle(const char* host) { return gone(host, Presence::not_serving, Outcome::not_serving); }
ServerView mute(const char* host) { return gone(host, Presence::unknown, Outcome::refused_or_unknown); }

std::vector<std::string> codes_of(const EnsembleVerdict& verdict) {
    std::vector<std::string> codes;
    for (const EnsembleFinding& finding : verdict.findings)
        codes.push_back(finding.code);
    std::ranges::sort(codes);
    return codes;
}

struct Case {
    const char* name;
    std::vector<ServerView> ensemble;
    Health health;
    std::vector<std::string> codes;
    std::optional<std::size_t> leader;
};

} // namespace

TEST_CASE("each ensemble has its verdict") {
    constexpr Health healthy = Health::healthy, degraded = Health::degraded, no_quorum = Health::no_quorum;
    const std::vector<Case> cases{
        {"healthy", {leader(), follower("b"), follower("c")}, healthy, {}, 0},
        {"healthy, the leader named last", {follower("b"), follower("c"), leader()}, healthy, {}, 2},
        {"with an observer",
         {leader().leading(3, 3), follower("b"), follower("c"), Made("d", Role::observer)},
         healthy,
         {},
         0},
        {"one server alone", {Made("a", Role::standalone).leading(0, 0)}, healthy, {}, 0},
        {"only a follower asked", {follower("b")}, healthy, {"leader.not-asked"}, {}},
        {"not all members asked", {leader(), follower("b")}, healthy, {"member.not-asked"}, 0},
        {"lags by as much as it may", {leader(), follower("b").at(49'000), follower("c")}, healthy, {}, 0},
        {"lags", {leader(), follower("b").at(48'999), follower("c")}, degraded, {"member.lags"}, 0},
        {"two leaders", {leader("a").term(3), leader("b"), follower("c")}, degraded, {"leader.several"}, 1},
        {"two ensembles",
         {leader(), follower("b"), Made("c", Role::standalone).leading(0, 0)},
         degraded,
         {"leader.several"},
         0},
        {"nobody leads", {idle("a"), idle("b"), idle("c")}, no_quorum, {"quorum.none"}, {}},
        {"one is left",
         {idle("a"), down("b"), down("c")},
         no_quorum,
         {"member.unreachable", "member.unreachable", "quorum.none"},
         {}},
        {"nobody answers",
         {down("a"), down("b")},
         no_quorum,
         {"member.unreachable", "member.unreachable", "quorum.none"},
         {}},
        {"nobody may say", {mute("a"), down("b")}, degraded, {"member.not-told", "member.unreachable"}, {}},
        {"one recovers", {leader(), follower("b"), idle("c")}, degraded, {"member.not-serving"}, 0},
        {"one is down", {leader(), follower("b"), down("c")}, degraded, {"member.unreachable"}, 0},
        {"the leader is none of these", {follower("b"), follower("c")}, degraded, {"leader.not-found"}, {}},
        {"the leader is down",
         {down("a"), follower("b"), follower("c")},
         degraded,
         {"leader.not-found", "member.unreachable"},
         {}},
        {"too few are synchronous",
         {leader().leading(4, 1), follower("b")},
         no_quorum,
         {"member.not-asked", "quorum.not-synced"},
         0},
        {"enough are synchronous",
         {leader().leading(2, 1), follower("b"), follower("c")},
         degraded,
         {"member.not-synced"},
         0},
        {"mixed versions",
         {leader(), follower("b").version("25.3"), follower("c")},
         degraded,
         {"version.differs"},
         0},
        {"mixed kinds",
         {leader(), follower("b"), follower("c").zookeeper().version("3.8.0")},
         degraded,
         {"kind.differs"},
         0},
        {"one id twice",
         {leader().id(1), follower("b").id(2), follower("c").id(1)},
         degraded,
         {"member.twice"},
         0},
        {"few descriptors left",
         {leader().files(921, 1024), follower("b").files(922, 1024), follower("c").files(923, 1024)},
         degraded,
         {"member.few-descriptors"},
         0},
        {"no limit of descriptors", {leader().files(0, 0), follower("b"), follower("c")}, healthy, {}, 0},
        {"a word is not allowed",
         {leader(), follower("b"), follower("c").without("lgif")},
         healthy,
         {"figures.missing"},
         0},
        {"ZooKeeper's leader counts connections",
         {leader().leading(1, 1).zookeeper(3), follower("b").zookeeper()},
         healthy,
         {},
         0},
        {"ZooKeeper's majority",
         {leader().leading(1, 1).zookeeper(5), follower("b").zookeeper()},
         no_quorum,
         {"quorum.not-synced"},
         0},
    };
    for (const Case& test : cases) {
        CAPTURE(test.name);
        const EnsembleVerdict verdict = judge(test.ensemble);
        CHECK(std::string(name_of(verdict.health)) == name_of(test.health));
        CHECK(codes_of(verdict) == test.codes);
        CHECK(verdict.leader == test.leader);
        for (const EnsembleFinding& finding : verdict.findings) {
            CHECK_FALSE(finding.message.empty());
            CHECK(finding.severity == ensemble_finding_kind(finding.code).severity);
        }
    }
}

TEST_CASE("the worst finding comes first") {
    const std::vector<ServerView> ensemble{leader().leading(4, 1), follower("b").at(1), down("c")};
    const EnsembleVerdict verdict = judge(ensemble);
    REQUIRE(verdict.findings.size() == 4);
    CHECK(verdict.findings[0].code == "quorum.not-synced");
    CHECK(verdict.findings[3].code == "member.not-asked");
    CHECK(verdict.summary == "2 of 3 servers serve, a:9181 leads");
}

TEST_CASE("the summary says when one more loss ends the quorum") {
    const auto summary = [](std::vector<ServerView> ensemble) { return judge(ensemble).summary; };
    CHECK(summary({leader(), follower("b"), down("c")}) ==
          "2 of 3 servers serve, a:9181 leads; the next loss ends the quorum");
    CHECK(summary({leader(), follower("b"), follower("c")}) == "3 of 3 servers serve, a:9181 leads");
    CHECK(summary({Made("a", Role::standalone)}) == "the server serves, a:9181 is an ensemble of its own");
    CHECK(summary({leader("a"), leader("b")}) == "2 of 2 servers serve, 2 of them lead");
    CHECK(summary({down("a")}) == "the server does not serve");
}

TEST_CASE("how far a follower may be behind can be said") {
    const std::vector<ServerView> ensemble{leader(), follower("b").at(49'999), follower("c")};
    CHECK(judge(ensemble, {0}).health == Health::degraded);
    CHECK(judge(ensemble, {1}).health == Health::healthy);
}

TEST_CASE("the table of findings is in order, and each code once") {
    const auto kinds = ensemble_finding_kinds();
    for (std::size_t i = 1; i < kinds.size(); ++i)
        CHECK(kinds[i - 1].code < kinds[i].code);
    CHECK_THROWS_AS(ensemble_finding_kind("quorum.nonsense"), Error);
}
