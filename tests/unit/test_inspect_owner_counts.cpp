#include "inspect/owner_counts.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using inspect::OrphanOwner;
using inspect::OwnerCounts;
using inspect::SnapshotStats;

TEST_CASE("ephemerals are counted for their sessions, and those of no session as orphans") {
    OwnerCounts counts;
    for (const std::int64_t owner : {7, 9, 7, -3, 9, 7, 100, -3, 5})
        counts.add(owner);
    SnapshotStats stats;
    counts.fill(stats, {{9, 10'000, {}}, {7, 30'000, {}}, {8, 1, {}}, {-4, 1, {}}}, 10);
    REQUIRE(stats.sessions.size() == 4);
    CHECK(stats.sessions[0].session.id == 7);
    CHECK(stats.sessions[0].ephemerals == 3);
    CHECK(stats.sessions[1].session.id == 9);
    CHECK(stats.sessions[1].session.timeout_ms == 10'000);
    CHECK(stats.sessions[1].ephemerals == 2);
    CHECK(stats.sessions[2].session.id == -4);
    CHECK(stats.sessions[2].ephemerals == 0);
    CHECK(stats.sessions[3].session.id == 8);
    CHECK(stats.orphans == 4);
    CHECK(stats.orphan_owners == std::vector<OrphanOwner>{{-3, 2}, {5, 1}, {100, 1}});
}

TEST_CASE("of very many lost owners only those with most ephemerals are kept") {
    OwnerCounts counts;
    constexpr std::int64_t owners = 10'000;
    for (std::int64_t owner = 1; owner <= owners; ++owner)
        for (std::int64_t i = 0; i < (owner % 2'500 == 0 ? owner / 2'500 + 1 : 1); ++i)
            counts.add(owner);
    SnapshotStats stats;
    counts.fill(stats, {}, 3);
    CHECK(stats.orphans == owners + 1 + 2 + 3 + 4);
    CHECK(stats.orphan_owners == std::vector<OrphanOwner>{{10'000, 5}, {7'500, 4}, {5'000, 3}});
}
