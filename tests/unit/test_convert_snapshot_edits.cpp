#include "keeperfs/convert/snapshot_edits.h"

#include <doctest/doctest.h>

using namespace keeperfs;
using convert::parse_acl_edit;
using convert::parse_rename_edit;

TEST_CASE("an ACL edit is a path and a list of entries that a session of Keeper can match") {
    struct Case {
        const char* text;
        const char* path;
        tree::AclList list;
    };
    for (const Case& c : {
             Case{"/a=world:anyone", "/a", {{31, "world", "anyone"}}},
             Case{"/a=world:anyone:r", "/a", {{1, "world", "anyone"}}},
             Case{"/a=digest:u:aGFzaA==:cdrwa", "/a", {{31, "digest", "u:aGFzaA=="}}},
             Case{"/a=b=world:anyone:rw", "/a=b", {{3, "world", "anyone"}}},
             Case{"/=digest:u:h:a,world:anyone:r", "/", {{16, "digest", "u:h"}, {1, "world", "anyone"}}},
         }) {
        CAPTURE(c.text);
        const auto edit = parse_acl_edit(c.text);
        REQUIRE(edit.has_value());
        CHECK(edit->path == c.path);
        CHECK(edit->list == c.list);
        CHECK_FALSE(edit->recursive);
    }
    for (const char* text : {"/a", "/a=", "/a=world", "/a=world:all", "/a=digest:u", "/a=ip:10.0.0.1:r",
                             "/a=world:anyone:x", "/a=world:anyone:r,nonsense", "/a=world:anyone:r,,"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_acl_edit(text).has_value());
    }
}

TEST_CASE("a rename is two paths that can be told apart in one way only") {
    const auto edit = parse_rename_edit("/a=b=/c=d");
    REQUIRE(edit.has_value());
    CHECK(edit->from == "/a=b");
    CHECK(edit->to == "/c=d");
    CHECK_FALSE(parse_rename_edit("/a").has_value());
    CHECK_FALSE(parse_rename_edit("/a=b").has_value());
    CHECK_FALSE(parse_rename_edit("/a=/b=/c").has_value());
}
