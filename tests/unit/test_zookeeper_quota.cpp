#include "zookeeper/quota.h"

#include <doctest/doctest.h>

using namespace keeperfs::zookeeper;

TEST_CASE("quota nodes name the path that they are about") {
    CHECK(quota_target("/zookeeper/quota/a/b/zookeeper_limits", quota_limits_name) == "/a/b");
    CHECK_FALSE(quota_target("/zookeeper/quota/zookeeper_limits", quota_limits_name));
    CHECK_FALSE(quota_target("/zookeeper/quota/a/zookeeper_stats", quota_limits_name));
    CHECK_FALSE(quota_target("/zookeeper/quotas/a/zookeeper_limits", quota_limits_name));
    CHECK_FALSE(quota_target("/a/zookeeper_limits", quota_limits_name));
}

TEST_CASE("statistics keep their other keys behind count and bytes") {
    CHECK(stats_text({3, 40}) == "count=3,bytes=40");
    CHECK(adjusted_stats_text("count=3,bytes=40", {1, -5}) == "count=4,bytes=35");
    CHECK(adjusted_stats_text("count=1,bytes=2=;byteHardLimit=9;countHardLimit=7", {1, 1}) ==
          "count=2,bytes=3=;byteHardLimit=9;countHardLimit=7");
    CHECK(adjusted_stats_text("", {1, 1}) == "count=0,bytes=0");
}

TEST_CASE("statistics that a client made too large wrap around, as in a server") {
    CHECK(adjusted_stats_text("count=9223372036854775807,bytes=-9223372036854775808", {1, -1}) ==
          "count=-9223372036854775808,bytes=9223372036854775807");
}

TEST_CASE("usage is counted in every watched subtree, limits are found upwards") {
    QuotaBook book;
    book.watch("/a");
    book.watch("/a/b");
    book.change("/a", {1, 10});
    book.change("/a/b", {1, 20});
    book.change("/a/bc", {1, 5});
    book.change("/x", {1, 7});
    CHECK(book.usage("/a").nodes == 3);
    CHECK(book.usage("/a").bytes == 35);
    CHECK(book.usage("/a/b").nodes == 1);
    CHECK_FALSE(book.nearest_limit("/a/b/c"));
    book.set_limit("/a");
    CHECK(book.nearest_limit("/a/b/c") == "/a");
    book.set_limit("/a/b");
    CHECK(book.nearest_limit("/a/b/c") == "/a/b");
    CHECK(book.nearest_limit("/a/bc") == "/a");
    book.clear_limit("/a/b");
    CHECK(book.nearest_limit("/a/b") == "/a");
    book.forget_below("/a/b");
    CHECK(book.usage("/a/b").nodes == 0);
    CHECK(book.usage("/a").nodes == 3);
}
