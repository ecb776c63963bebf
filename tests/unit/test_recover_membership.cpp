// Members as people write them and as Keeper's files hold them.
#include "keeperfs/base/error.h"
#include "keeperfs/recover/membership.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using keeper::ClusterServer;

TEST_CASE("A member is read as it is written, and written as it is read") {
    struct Row {
        const char* text;
        ClusterServer server;
    };
    const Row rows[] = {
        {"1=keeper1:9234", {1, 0, "keeper1:9234", ""}},
        {"2=[fd00::2]:9000,learner", {2, 0, "[fd00::2]:9000", "", true}},
        {"3=10.0.0.3:9234,priority=7", {3, 0, "10.0.0.3:9234", "", false, false, 7}},
        {"4=k:1,learner,priority=0", {4, 0, "k:1", "", true, false, 0}},
    };
    for (const Row& row : rows) {
        CHECK(recover::parse_server(row.text) == row.server);
        CHECK(recover::text_of(row.server) == row.text);
    }
    CHECK(recover::parse_server("5=keeper5").endpoint == "keeper5:9234");
}

TEST_CASE("What names no member is refused") {
    for (const char* text :
         {"", "keeper1:9234", "x=keeper1", "-1=keeper1", "1=", "1=keeper1:0", "1=keeper1:9234,",
          "1=keeper1:9234,voter", "1=keeper1:9234,priority=", "1=keeper1:9234,priority=-1",
          "1=keeper1:9234,priority=2147483648", "1=keeper1:9234,,learner"}) {
        INFO(text);
        CHECK_THROWS_AS(recover::parse_server(text), Error);
    }
}

TEST_CASE("Lists with which no cluster starts are refused") {
    const ClusterServer a{1, 0, "a:9234", ""}, b{2, 0, "b:9234", ""};
    ClusterServer learner = b, same_id = b, same_place = b, never_leads = b;
    learner.learner = true;
    same_id.id = 1;
    same_place.endpoint = a.endpoint;
    never_leads.priority = 0;
    CHECK_NOTHROW(recover::check_members(std::vector{a}));
    CHECK_NOTHROW(recover::check_members(std::vector{a, learner, ClusterServer{3, 0, "c:9234", ""}}));
    CHECK_THROWS_AS(recover::check_members({}), Error);
    CHECK_THROWS_AS(recover::check_members(std::vector{a, same_id}), Error);
    CHECK_THROWS_AS(recover::check_members(std::vector{a, same_place}), Error);
    CHECK_THROWS_AS(recover::check_members(std::vector{learner}), Error);
    CHECK_THROWS_AS(recover::check_members(std::vector{never_leads}), Error);
}

TEST_CASE("A learner that is left alone becomes a voter that may lead") {
    ClusterServer learner{7, 0, "k:9234", "", true, true, 0};
    const ClusterServer only = recover::as_only_member(learner);
    CHECK(only == ClusterServer{7, 0, "k:9234", "", false, false, 1});
}
