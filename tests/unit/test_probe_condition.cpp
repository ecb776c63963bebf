#include "keeperfs/base/error.h"
#include "keeperfs/probe/condition.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::probe;

namespace {

ServerView at(std::uint64_t index, Role role, Figure snapshot = std::nullopt) {
    ServerView view;
    view.server = {"host", 1};
    view.presence = Presence::serves;
    view.kind = ServerKind::keeper;
    view.role = role;
    view.figures.committed_index = index;
    view.figures.snapshot_index = snapshot;
    return view;
}
ServerView absent() {
    ServerView view;
    view.server = {"away", 1};
    view.outcome = Outcome::timeout;
    view.message = "no answer in time";
    return view;
}
ServerView zookeeper() {
    ServerView view = at(0, Role::follower);
    view.kind = ServerKind::zookeeper;
    return view;
}
const ServerView leader = at(100, Role::leader, 90), follower = at(100, Role::follower, 50),
                 observer = at(100, Role::observer, 95), alone = at(100, Role::standalone, 100);

} // namespace

TEST_CASE("what can be waited for has a name") {
    for (const char* text : {"leader", "follower", "serving", "quorum", "in-sync", "snapshot>=0",
                             "snapshot>=18446744073709551615"})
        CHECK(text_of(parse_condition(text)) == text);
    for (const char* text : {"", "Leader", "snapshot", "snapshot>=", "snapshot>=x", "snapshot>=-1",
                             "snapshot>=1x", "snapshot>= 1", "snapshot>=18446744073709551616", "in_sync"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(parse_condition(text), Error);
    }
}

TEST_CASE("a condition is met or says what is missing") {
    struct Case {
        const char* condition;
        std::vector<ServerView> ensemble;
        std::string missing;
    };
    for (const Case& test : {
             Case{"leader", {leader}, ""},
             Case{"leader", {follower, alone}, ""},
             Case{"leader", {leader, absent()}, ""},
             Case{"leader", {follower, absent()}, "none of them leads; away:1: no answer in time"},
             Case{"leader", {leader, leader}, "2 of them lead"},
             Case{"follower", {follower, observer}, ""},
             Case{"follower", {leader}, "host:1: its role is leader"},
             Case{"follower", {absent()}, "away:1: no answer in time"},
             Case{"serving", {leader, follower}, ""},
             Case{"serving", {leader, absent()}, "away:1: no answer in time"},
             Case{"quorum", {absent(), follower}, ""},
             Case{"quorum", {absent()}, "away:1: no answer in time"},
             Case{"snapshot>=90", {leader, observer}, ""},
             Case{"snapshot>=91", {leader}, "host:1: its newest is 90"},
             Case{"snapshot>=1", {at(1, Role::leader)}, "host:1: it does not tell of its snapshots (lgif)"},
             Case{"in-sync", {leader, follower}, ""},
             Case{"in-sync", {leader, at(99, Role::follower)}, "host:1: 1 entry behind"},
             Case{"in-sync", {follower}, "none of them leads"},
             Case{"serving",
                  {absent(), absent(), absent(), absent(), absent()},
                  "away:1: no answer in time; away:1: no answer in time; away:1: no answer in time; and 2 "
                  "more"},
         }) {
        CAPTURE(test.condition);
        CAPTURE(test.missing);
        ConditionCheck check(parse_condition(test.condition));
        const ConditionCheck::Look look = check.look(test.ensemble);
        CHECK(look.missing == test.missing);
        CHECK(look.is_met == test.missing.empty());
        CHECK_FALSE(look.is_hopeless);
    }
}

TEST_CASE("in sync is who has what the leader had committed at first") {
    ConditionCheck check(parse_condition("in-sync"));
    const auto look = [&](std::uint64_t leads, std::uint64_t follows) {
        const std::vector<ServerView> ensemble{at(leads, Role::leader), at(follows, Role::follower)};
        return check.look(ensemble).missing;
    };
    CHECK(look(100, 40) == "host:1: 60 entries behind");
    CHECK(look(150, 90) == "host:1: 10 entries behind");
    CHECK(look(200, 120) == "");
}

TEST_CASE("a leader of ZooKeeper that has written nothing yet is in sync with its followers") {
    const auto look = [](std::uint64_t leads, std::uint64_t follows) {
        std::vector<ServerView> ensemble{at(0, Role::leader), at(0, Role::follower)};
        for (ServerView& view : ensemble) {
            view.kind = ServerKind::zookeeper;
            view.figures = {};
        }
        ensemble[0].zxid = leads;
        ensemble[1].zxid = follows;
        return ConditionCheck(parse_condition("in-sync")).look(ensemble).missing;
    };
    CHECK(look(0x100000000, 0) == "");
    CHECK(look(0x100000003, 0) == "host:1: 3 entries behind");
    CHECK(look(0x100000003, 0x100000002) == "host:1: 1 entry behind");
}

TEST_CASE("members that were not asked count for being in sync, as the leader sees them") {
    ConditionCheck check(parse_condition("in-sync"));
    std::vector<ServerView> ensemble{leader};
    ensemble[0].figures.followers = 2;
    ensemble[0].figures.synced_followers = 1;
    CHECK(check.look(ensemble).missing == "the leader counts 1 of 2 as synchronous");
    ensemble[0].figures.synced_followers = 2;
    CHECK(check.look(ensemble).is_met);
}

TEST_CASE("nobody waits for what ZooKeeper does not have") {
    ConditionCheck check(parse_condition("snapshot>=1"));
    const std::vector<ServerView> ensemble{zookeeper()};
    CHECK(check.look(ensemble).is_hopeless);
}
