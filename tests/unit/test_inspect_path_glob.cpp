#include "keeperfs/base/error.h"
#include "keeperfs/inspect/path_glob.h"

#include <doctest/doctest.h>

#include <string>

using namespace keeperfs;
using inspect::PathGlob;

TEST_CASE("a glob matches names one by one and ** any number of them") {
    const struct {
        const char *pattern, *path;
        bool matches;
    } table[] = {
        {"/", "/", true},
        {"/", "/a", false},
        {"/a", "/a", true},
        {"/a", "/", false},
        {"/a", "/a/b", false},
        {"/*", "/a", true},
        {"/*", "/a/b", false},
        {"/*", "/", false},
        {"/a*c", "/abbc", true},
        {"/a*c", "/abbd", false},
        {"/a*b*c", "/axbxbxc", true},
        {"/?", "/a", true},
        {"/?", "/ab", false},
        {"/**", "/", true},
        {"/**", "/a/b/c", true},
        {"/a/**", "/a", true},
        {"/a/**", "/a/b/c", true},
        {"/a/**", "/ab", false},
        {"/**/c", "/c", true},
        {"/**/c", "/a/b/c", true},
        {"/**/c", "/a/c/b", false},
        {"/a/**/b/*", "/a/x/b/y/b/z", true},
        {"/a/**/b/*", "/a/x/b/y", true},
        {"/a/**/b/*", "/a/x/y", false},
        {"/\\*", "/*", true},
        {"/\\*", "/a", false},
        {"/a\\?*", "/a?bc", true},
        {"/a\\?*", "/axbc", false},
    };
    for (const auto& row : table)
        CHECK_MESSAGE(PathGlob(row.pattern).matches(as_bytes(row.path)) == row.matches,
                      row.pattern << " and " << row.path);
}

TEST_CASE("what no path can match is no pattern") {
    for (const char* wrong : {"", "a", "//", "/a//b", "/a/", "*"})
        CHECK_THROWS_AS_MESSAGE(PathGlob{wrong}, Error, wrong);
}

TEST_CASE("bytes that are no path match nothing") {
    for (const char* pattern : {"/", "/**", "/*", "/a"})
        for (const char* bytes : {"", "a", "xa", "a/"})
            CHECK_FALSE_MESSAGE(PathGlob(pattern).matches(as_bytes(bytes)), pattern << " and " << bytes);
}

TEST_CASE("stars that nearly match do not take exponential time") {
    std::string pattern = "/", path = "/";
    for (int i = 0; i < 40; ++i)
        pattern += "**/a*a*/";
    pattern += "b";
    for (int i = 0; i < 400; ++i)
        path += "aaaaaaaa/";
    path += "c";
    CHECK_FALSE(PathGlob(pattern).matches(as_bytes(path)));
}
