#include "keeperfs/base/error.h"
#include "keeperfs/config/finding_table.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace keeperfs;

TEST_CASE("every finding of a configuration has one code, in order, and a sentence") {
    const auto kinds = config::finding_kinds();
    CHECK(std::ranges::is_sorted(kinds, std::ranges::less{}, &config::FindingKind::code));
    for (const config::FindingKind& kind : kinds) {
        CHECK_FALSE(kind.meaning.empty());
        CHECK(config::make_finding(kind.code, {"f", 3}, "m").severity == kind.severity);
    }
    CHECK(config::make_finding("config.file.ignored", {"f", 3}, "m").line == 3);
    CHECK_FALSE(config::make_finding("config.file.ignored", {"f", 0}, "m").line);
    CHECK_THROWS_AS(config::finding_kind("config.no.such"), Error);
}
