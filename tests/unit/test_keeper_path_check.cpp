#include "keeper/path_check.h"

#include <doctest/doctest.h>

#include <string>

using namespace keeperfs;
using keeper::is_well_formed_path;

TEST_CASE("a path begins with a slash, does not end with one and has no empty part") {
    for (const char* right : {"/", "/a", "/a/b", "/.", "/a/..", "/abcdefgh/ijklmnop/qrstuvwx", "/a.b/.c/d"})
        CHECK_MESSAGE(is_well_formed_path(as_bytes(right)), right);
    for (const char* wrong : {"", "a", "a/b", "//", "/a/", "//a", "/a//b", "/abcdefghijklmnopqrstuvwxyz/"})
        CHECK_FALSE_MESSAGE(is_well_formed_path(as_bytes(wrong)), wrong);
    CHECK(is_well_formed_path(as_bytes(std::string_view("/a\0b/\xff", 6))));
}

TEST_CASE("an empty part is found wherever it stands") {
    for (std::size_t length = 3; length < 60; ++length)
        for (std::size_t at = 0; at + 1 < length; ++at) {
            std::string path = "/" + std::string(length - 1, 'x');
            CHECK(is_well_formed_path(as_bytes(path)));
            path[at] = path[at + 1] = '/';
            CHECK_FALSE_MESSAGE(is_well_formed_path(as_bytes(path)), path);
        }
}

TEST_CASE("single slashes are no empty part, whatever stands next to them") {
    // '.' and '0' are the slash's neighbours in ASCII; arithmetic on whole words could take them for it.
    for (const char* part : {"/.", "/0", "/.0", "/x", "/ab"}) {
        std::string path;
        while (path.size() < 50) {
            path += part;
            CHECK_MESSAGE(is_well_formed_path(as_bytes(path)), path);
        }
    }
}
