#include "keeperctl/replay_condition.h"
#include "support/keeper_requests.h"

#include "keeperfs/base/error.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::test;
using keeper::OpNum;

namespace {

/// The number of the request behind which it begins to hold; 0: never.
int found_behind(ReplayCondition& condition, const std::vector<OwnedOperation>& operations) {
    Client client;
    client.open_session(30'000);
    int number = 0;
    if (condition.begins_to_hold(client.replay))
        return -1;
    for (const OwnedOperation& operation : operations) {
        ++number;
        client(operation);
        if (condition.begins_to_hold(client.replay))
            return number;
    }
    return 0;
}

} // namespace

TEST_CASE("a condition is found behind the request that makes it true") {
    struct Row {
        const char* condition;
        int behind;
        bool held_at_the_start;
    };
    const Row rows[] = {
        {"exists /a", 1, false},          {"exists /a/b", 2, false},
        {"exists /nowhere", 0, false},    {"exists /", 0, true},
        {"exists /with space", 3, false}, {"missing /a/b", 4, true}, // it has to be there first
        {"missing /a", 5, true},          {"missing /e", 7, true},
        {"missing /nowhere", 0, true},    {"missing /keeper", 0, false},
        {"session 1 closed", 7, false},   {"session 0x1 closed", 7, false},
        {"session 2 closed", 0, true},
    };
    const std::vector<OwnedOperation> operations = {create("/a"),
                                                    create("/a/b"),
                                                    create("/with space"),
                                                    op(OpNum::remove, "/a/b"),
                                                    op(OpNum::remove, "/a"),
                                                    ephemeral("/e"),
                                                    op(OpNum::close, "")};
    for (const Row& row : rows) {
        CAPTURE(row.condition);
        ReplayCondition condition(row.condition);
        CHECK(condition.text() == row.condition);
        CHECK(found_behind(condition, operations) == row.behind);
        CHECK(condition.held_at_the_start() == row.held_at_the_start);
    }
}

TEST_CASE("a condition that holds before the first record is not found there") {
    ReplayCondition condition("missing /a");
    CHECK(found_behind(condition, {create("/b")}) == 0);
    ReplayCondition again("missing /a");
    CHECK(found_behind(again, {create("/a"), op(OpNum::remove, "/a"), create("/a")}) == 2);
}

TEST_CASE("anything else is no condition") {
    for (const char* text :
         {"", "exists", "exists ", "exists a", "missing a", "Exists /a", "exist /a", "session", "session 1",
          "session  closed", "session one closed", "session 1 open", "session 1 closed ", "closed"}) {
        CAPTURE(text);
        CHECK_THROWS_WITH_AS(ReplayCondition(std::string(text)), doctest::Contains("not a condition"), Error);
    }
}
