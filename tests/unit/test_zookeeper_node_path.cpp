#include "zookeeper/node_path.h"

#include <doctest/doctest.h>

#include <string>

using namespace keeperfs;
using namespace keeperfs::zookeeper;

TEST_CASE("node paths are absolute, without empty parts, without a slash at the end") {
    for (const char* right :
         {"", "/a", "/a/b", "/a/b/c/d/e/f/g", "/zookeeper/quota", "/a-path-that-is-longer/than-one-word"})
        CHECK_MESSAGE(is_node_path(as_bytes(right)), right);
    for (const char* wrong :
         {"/", "a", "a/b", "//", "//a", "/a/", "/a//b", "/a/b/c/d/e/f/g/", "x/quite-long/relative"})
        CHECK_FALSE_MESSAGE(is_node_path(as_bytes(wrong)), wrong);
}

TEST_CASE("an empty part is found wherever it stands, in paths of any length") {
    for (std::size_t length = 2; length < 40; ++length)
        for (std::size_t at = 0; at + 1 < length; ++at) {
            std::string path(length, 'x');
            for (std::size_t i = 0; i < length; i += 2)
                path[i] = '/';
            CHECK_FALSE(has_empty_part(as_bytes(path)));
            path[at] = path[at + 1] = '/';
            CHECK(has_empty_part(as_bytes(path)));
        }
}
