#include "support/keeper_member.h"

#include "keeperfs/base/error.h"
#include "keeperfs/recover/start_up.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace keeperfs;
using keeper::ClusterServer;
using recover::GrowBy;
using recover::Step;

namespace {

ClusterServer server(std::int32_t id, bool learner = false) {
    ClusterServer made;
    made.id = id;
    made.endpoint = "keeper" + std::to_string(id) + ":9234";
    made.learner = learner;
    return made;
}

std::vector<std::int32_t> ids_of(const std::vector<ClusterServer>& servers) {
    std::vector<std::int32_t> ids;
    for (const ClusterServer& one : servers)
        ids.push_back(one.id);
    return ids;
}

using Ids = std::vector<std::int32_t>;

struct Planned {
    recover::Survivors survivors = recover::find_survivors(
        io::FileSystem::system(), {{test::golden("keeper/12-survivor-of-three").string()}, false});

    recover::StartUp plan(std::vector<ClusterServer> members, bool at_once = false,
                          bool learner = false) const {
        recover::StartUpWish wish;
        wish.own = survivors.best().membership->servers.front();
        wish.own.learner = learner;
        wish.members = std::move(members);
        wish.members.insert(wish.members.begin(), wish.own);
        wish.at_once = at_once;
        return recover::plan_start_up(survivors, wish);
    }
};

bool warns_of_blank_servers(const recover::StartUp& plan) {
    return std::ranges::any_of(plan.warnings, [](const std::string& warning) {
        return warning.find("blank servers are a majority") != std::string::npos;
    });
}

} // namespace

TEST_CASE("each new server has the list that includes itself and not the next") {
    for (const GrowBy by : {GrowBy::xml, GrowBy::reconfig}) {
        recover::GrowthWish wish{{server(1)}, {server(4), server(5, true)}, {1}, by, 9181};
        const std::vector<Step> steps = recover::growth_steps(wish);
        REQUIRE(steps.size() == 3);
        CHECK(ids_of(steps[0].members) == Ids{1, 4});
        CHECK(ids_of(steps[1].members) == Ids{1, 4, 5});
        CHECK(ids_of(steps[2].members) == Ids{4, 5});
        for (const Step& step : steps) {
            CHECK(!step.checks.empty());
            CHECK(!step.expected.empty());
        }
        // By reconfig the running servers learn it from the leader.
        CHECK(steps[0].configured == (by == GrowBy::xml ? Ids{4, 1} : Ids{4}));
    }
}

TEST_CASE("a request of reconfig has the words that /keeper/config shows") {
    ClusterServer learner = server(6, true);
    learner.priority = 0;
    CHECK(recover::reconfig_text(server(4)) == "server.4=keeper4:9234;participant;1");
    CHECK(recover::reconfig_text(learner) == "server.6=keeper6:9234;learner;0");
    const auto steps = recover::growth_steps({{server(1)}, {server(4)}, {}, GrowBy::reconfig, 19181});
    CHECK(steps[0].commands ==
          std::vector<std::string>{"clickhouse-keeper-client -h keeper1 -p 19181 -q 'reconfig add "
                                   "\"server.4=keeper4:9234;participant;1\"'"});
}

TEST_CASE("the XML of a step says learners and priorities") {
    Step step;
    step.members = {server(1), server(2, true)};
    step.members[0].priority = 3;
    const std::string xml = recover::configuration_of(step);
    CHECK(xml.find("<priority>3</priority>") != std::string::npos);
    CHECK(xml.find("<can_become_leader>false</can_become_leader>") != std::string::npos);
    CHECK(xml.find("<hostname>keeper2</hostname>") != std::string::npos);
}

TEST_CASE("who is there already cannot join, and who is not there cannot leave") {
    CHECK_THROWS_AS(recover::growth_steps({{server(1)}, {server(1)}, {}, GrowBy::xml, 9181}), Error);
    CHECK_THROWS_AS(recover::growth_steps({{server(1)}, {}, {2}, GrowBy::xml, 9181}), Error);
    CHECK_THROWS_AS(recover::growth_steps({{server(1)}, {}, {1}, GrowBy::xml, 9181}), Error);
}

TEST_CASE("a survivor starts alone, and the others join one by one") {
    const recover::StartUp plan = Planned().plan({server(4), server(5)});
    CHECK(ids_of(plan.recovery.membership.servers) == Ids{1});
    CHECK(ids_of(plan.dropped) == Ids{2, 3});
    REQUIRE(plan.steps.size() == 5);
    CHECK(plan.steps[0].members.empty());
    CHECK(plan.steps[1].commands.front().find("--server 1=localhost:19251") != std::string::npos);
    CHECK(ids_of(plan.steps[2].members) == Ids{1});
    CHECK(ids_of(plan.steps[3].members) == Ids{1, 4});
    CHECK(ids_of(plan.steps[4].members) == Ids{1, 4, 5});
    CHECK(plan.warnings.empty());
}

TEST_CASE("a list of several at once is warned of when blank servers are a majority of it") {
    const Planned planned;
    const recover::StartUp three = planned.plan({server(4), server(5)}, true);
    CHECK(ids_of(three.recovery.membership.servers) == Ids{1, 4, 5});
    CHECK(three.steps.size() == 4);
    CHECK(warns_of_blank_servers(three));
    CHECK(!warns_of_blank_servers(planned.plan({server(4)}, true)));
    CHECK(!warns_of_blank_servers(planned.plan({server(4), server(5, true)}, true)));
}

TEST_CASE("a learner that is left becomes a voter, which is said") {
    const recover::StartUp plan = Planned().plan({}, false, true);
    CHECK(plan.is_promoted);
    CHECK(!plan.server.learner);
    CHECK(std::ranges::any_of(plan.warnings, [](const std::string& warning) {
        return warning.find("was a learner and becomes a voter") != std::string::npos;
    }));
}

TEST_CASE("an old id that comes back is warned of") {
    const recover::StartUp plan = Planned().plan({server(2)});
    CHECK(std::ranges::any_of(plan.warnings, [](const std::string& warning) {
        return warning.find("Server 2 was a member before") != std::string::npos;
    }));
}
