#include "keeperfs/zookeeper/releases.h"

#include <doctest/doctest.h>

using namespace keeperfs::zookeeper;

TEST_CASE("releases of ZooKeeper by their names") {
    CHECK(parse_release("3.8") == Release{3, 8});
    CHECK(parse_release("3.8.4") == Release{3, 8});
    CHECK(parse_release("3.10.0-beta") == Release{3, 10});
    CHECK(text_of({3, 10}) == "3.10");
    for (const char* text : {"", "3", "3.", ".8", "three", "3.x", "3.8x", "v3.8"})
        CHECK_MESSAGE(!parse_release(text), text);
    CHECK(Release{3, 9} < Release{3, 10});
}

TEST_CASE("what each release reads behind the nodes") {
    CHECK(!reads_digest({3, 5}));
    CHECK(reads_digest({3, 6}));
    CHECK(!reads_last_zxid({3, 8}));
    CHECK(reads_last_zxid({3, 9}));
}
