#include "keeperfs/inspect/path_order.h"

#include <doctest/doctest.h>

#include <iterator>
#include <string_view>

using keeperfs::inspect::comes_before;

TEST_CASE("a node comes before what is below it, and that before the node's siblings") {
    constexpr std::string_view sorted[] = {"/",    "/a",   "/a/b", "/a/b/c", "/a/c",
                                           "/a-b", "/a.b", "/aa",  "/b",     "/\xff"};
    for (std::size_t i = 0; i < std::size(sorted); ++i)
        for (std::size_t k = 0; k < std::size(sorted); ++k)
            CHECK_MESSAGE(comes_before(sorted[i], sorted[k]) == (i < k), sorted[i] << " and " << sorted[k]);
}
