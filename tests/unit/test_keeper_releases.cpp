#include "keeperfs/base/error.h"
#include "keeperfs/keeper/releases.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using namespace keeperfs::keeper;

TEST_CASE("releases are read with and without what stands around year and month") {
    constexpr Release march_2025{25, 3}, december_2026{26, 12};
    for (const char* text : {"25.3", "v25.3", "25.3.1.44", "v25.3.1.44-lts", "25.3-lts", "25.03"})
        CHECK_MESSAGE(parse_release(text) == march_2025, text);
    CHECK(parse_release("26.12") == december_2026);
    for (const char* text :
         {"", "v", "25", "25.", "25.0", "25.13", "2025.3", "25.3x", "25,3", "-25.3", "25.-3", "vv25.3"})
        CHECK_FALSE_MESSAGE(parse_release(text), text);
    CHECK(text_of({25, 3}) == "25.3");
    CHECK(march_2025 < december_2026);
}

TEST_CASE("each release has its snapshot and digest versions") {
    struct Row {
        Release release;
        int writes, reads, digest;
    };
    const Row rows[] = {
        {{20, 1}, 2, 2, 0}, {{21, 8}, 2, 2, 0}, {{21, 10}, 2, 2, 0}, {{21, 11}, 3, 3, 0}, {{21, 12}, 4, 4, 0},
        {{22, 6}, 4, 4, 0}, {{22, 7}, 5, 5, 1}, {{22, 8}, 5, 5, 2},  {{23, 12}, 5, 5, 2}, {{24, 1}, 5, 5, 0},
        {{24, 2}, 5, 5, 0}, {{24, 3}, 6, 6, 4}, {{25, 8}, 6, 6, 4},  {{26, 2}, 6, 6, 4},  {{26, 3}, 6, 7, 4},
        {{26, 6}, 6, 8, 5}, {{26, 8}, 8, 8, 5}, {{26, 9}, 8, 9, 5},  {{27, 1}, 8, 9, 5},
    };
    for (const Row& row : rows) {
        CHECK_MESSAGE(default_snapshot_version(row.release) == row.writes, text_of(row.release));
        CHECK_MESSAGE(newest_readable_snapshot_version(row.release) == row.reads, text_of(row.release));
        CHECK_MESSAGE(digest_version_of(row.release) == row.digest, text_of(row.release));
    }
}

TEST_CASE("each snapshot version has a first release that reads it") {
    const Release expected[] = {{21, 8}, {21, 8}, {21, 8}, {21, 11}, {21, 12},
                                {22, 7}, {24, 3}, {26, 3}, {26, 6},  {26, 9}};
    for (int version = 0; version < 10; ++version)
        CHECK_MESSAGE(first_reader(version) == expected[version], version);
    CHECK_THROWS_AS(first_reader(10), Error);
}

TEST_CASE("a snapshot version that is written by default has a first release that does") {
    CHECK(first_default_writer(2) == Release{21, 8});
    CHECK(first_default_writer(6) == Release{24, 3});
    CHECK(first_default_writer(7) == Release{26, 8}); // which writes 8
    CHECK_FALSE(first_default_writer(9));
}
