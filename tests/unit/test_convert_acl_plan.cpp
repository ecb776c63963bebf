#include "convert/acl_plan.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace keeperfs;
using convert::AclPlan;
using convert::EmptyLists;

namespace {
const tree::AclList alice{{31, "digest", "alice:hash"}}, bob{{1, "digest", "bob:hash"}},
    open{{31, "world", "anyone"}};
}

TEST_CASE("ids beyond 32 bits become free ones, and no other id changes") {
    AclPlan plan({{5'000'000'000, alice}, {7, bob}}, EmptyLists::kept);
    CHECK(plan.renumbered() == 1);
    CHECK(plan.id_of(5'000'000'000) == 8);
    CHECK(plan.id_of(7) == 7);
    CHECK(plan.id_of(0) == 0);
    CHECK_FALSE(plan.id_of(8).has_value());
    REQUIRE(plan.entries().size() == 2);
    CHECK(plan.entries()[1].id == 8);
    CHECK(plan.entries()[1].list == alice);
}

TEST_CASE("behind the greatest id of 32 bits, holes are filled") {
    AclPlan plan({{1, alice}, {UINT32_MAX, bob}}, EmptyLists::kept);
    const tree::AclList third{{2, "digest", "carol:hash"}};
    plan.add(third);
    CHECK(plan.id_of(third) == 2);
    CHECK(plan.entries().size() == 3);
    CHECK(std::ranges::is_sorted(plan.entries(), {}, &keeper::AclMapEntry::id));
}

TEST_CASE("a list that is there already keeps its id; open and empty ones need none") {
    AclPlan plan({{4, alice}, {5, {}}, {6, open}}, EmptyLists::kept);
    plan.add(alice);
    plan.add(open);
    CHECK(plan.entries().size() == 3);
    CHECK(plan.id_of(alice) == 4);
    CHECK(plan.id_of(open) == 0);
    CHECK(plan.id_of(tree::AclList()) == 0);
    CHECK(plan.same_list(5, 6));
    CHECK(plan.same_list(0, 6));
    CHECK_FALSE(plan.same_list(0, 4));
}

TEST_CASE("ids of empty lists become 0 where that is asked for, and no entry remains of them") {
    AclPlan plan({{4, alice}, {5, {}}, {5'000'000'000, {}}, {6, open}}, EmptyLists::opened);
    CHECK(plan.opened() == 2);
    CHECK(plan.renumbered() == 0);
    CHECK(plan.id_of(5) == 0);
    CHECK(plan.id_of(5'000'000'000) == 0);
    CHECK(plan.id_of(4) == 4);
    CHECK(plan.id_of(6) == 6);
    CHECK(plan.entries().size() == 2);
}
