#include "keeperfs/keeper/file_names.h"

#include <doctest/doctest.h>

using namespace keeperfs::keeper;

TEST_CASE("the index of a snapshot stands between the first underscore and what follows it") {
    CHECK(snapshot_index("snapshot_60.bin.zstd") == 60);
    CHECK(snapshot_index("snapshot_60.bin") == 60);
    CHECK(snapshot_index("snapshot_60_0123456789abcdef.bin.zstd") == 60);
    CHECK(snapshot_index("snapshot_18446744073709551615.bin") == UINT64_MAX);
    for (const char* other :
         {"snapshot_18446744073709551616.bin", "snapshot_.bin", "snapshot_x.bin", "snapshot_-1.bin",
          "snapshot_6x.bin", "snapshot_", "snapshot", "tmp_snapshot_60.bin", "snapshot.1a3", ""})
        CHECK_FALSE_MESSAGE(snapshot_index(other), other);
}

TEST_CASE("a changelog's name gives its first index, the last it may get, and how it is compressed") {
    const auto plain = parse_changelog_name("changelog_1_1000.bin");
    REQUIRE(plain);
    CHECK(plain->from == 1);
    CHECK(plain->to == 1000);
    CHECK(plain->extension == "bin");
    CHECK(parse_changelog_name("changelog_1_1000.bin.zstd")->extension == "bin.zstd");
    for (const char* other :
         {"changelog_1_1000", "changelog_1_1000.", "changelog_1.bin", "changelog_1_.bin", "changelog__1.bin",
          "changelog_1_2_3.bin", "changelog_a_b.bin", "log_1_2.bin", "tmp_changelog_1_1000.bin",
          "changelog_1_99999999999999999999.bin", "detached", ""})
        CHECK_FALSE_MESSAGE(parse_changelog_name(other), other);
}
