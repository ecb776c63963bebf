#include "keeperfs/zookeeper/client_path.h"

#include <doctest/doctest.h>

#include <string_view>

using namespace keeperfs;
using zookeeper::PathUse;

TEST_CASE("what ZooKeeper makes of a path") {
    constexpr struct {
        std::string_view path;
        PathUse use;
    } cases[] = {
        {"/", PathUse::usable},
        {"/a/b c/~!\"#", PathUse::usable},
        {"/a.b/...x/.hidden/..a", PathUse::usable},
        {"/.", PathUse::unreachable},
        {"/a/..", PathUse::unreachable},
        {"/a/./b", PathUse::unreachable},
        {"/..a/../b", PathUse::unreachable},
        {"/\x01", PathUse::unreachable},
        {"/\x1f", PathUse::unreachable},
        {"/\x7f", PathUse::unreachable},
        {"/\xc2\x80", PathUse::unreachable},     // U+0080
        {"/\xc2\x9f", PathUse::unreachable},     // U+009F
        {"/\xc2\xa0", PathUse::usable},          // U+00A0
        {"/\xed\x9f\xbf", PathUse::usable},      // U+D7FF
        {"/\xee\x80\x80", PathUse::unreachable}, // U+E000
        {"/\xef\xa3\xbf", PathUse::unreachable}, // U+F8FF
        {"/\xef\xa4\x80", PathUse::usable},      // U+F900
        {"/\xef\xbf\xaf", PathUse::usable},      // U+FFEF
        {"/\xef\xbf\xb0", PathUse::unreachable}, // U+FFF0
        {"/\xf0\x90\x80\x80", PathUse::lost},    // U+10000
        {"/\x01\xf0\x9f\x98\x80", PathUse::lost},
        {"/\xff", PathUse::lost},
        {"/\xc3", PathUse::lost},
        {"/\xed\xa0\xbd\xed\xb8\x80", PathUse::lost}, // as ZooKeeper writes U+1F600: no UTF-8
    };
    for (const auto& wanted : cases)
        CHECK_MESSAGE(zookeeper::use_of_path(as_bytes(wanted.path)) == wanted.use, wanted.path);
}
