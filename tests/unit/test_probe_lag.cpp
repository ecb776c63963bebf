#include "keeperfs/probe/lag.h"

#include <doctest/doctest.h>

using namespace keeperfs::probe;

namespace {

ServerView keeper(Figure committed, Figure of_leader = std::nullopt, Figure zxid = std::nullopt) {
    ServerView view;
    view.kind = ServerKind::keeper;
    view.figures.committed_index = committed;
    view.figures.leader_committed_index = of_leader;
    view.zxid = zxid;
    return view;
}
ServerView zookeeper(std::uint64_t zxid) {
    ServerView view;
    view.kind = ServerKind::zookeeper;
    view.zxid = zxid;
    return view;
}

} // namespace

TEST_CASE("the lag is counted in entries, by whichever was asked later") {
    CHECK(lag_behind(keeper(100), keeper(40)) == 60);
    CHECK(lag_behind(keeper(100), keeper(100)) == 0);
    CHECK(lag_behind(keeper(100), keeper(105)) == 0); // asked later, and at work
    CHECK(lag_behind(keeper(100), keeper(90, 120)) == 30);
}

TEST_CASE("the lag is counted in zxids where there is no log index") {
    CHECK(lag_behind(keeper({}, {}, 100), keeper({}, {}, 40)) == 60);
    CHECK(lag_behind(keeper(7, {}, 100), keeper({}, {}, 40)) == 60);
    CHECK(lag_behind(keeper(100), keeper({})) == std::nullopt);
    CHECK(lag_behind(keeper({}, {}, 100), zookeeper(1)) == std::nullopt);
}

TEST_CASE("another epoch of ZooKeeper counts as the changes in the leader's") {
    CHECK(lag_behind(zookeeper(0x300000005), zookeeper(0x300000002)) == 3);
    CHECK(lag_behind(zookeeper(0x300000005), zookeeper(0x200000007)) == 5);
    CHECK(lag_behind(zookeeper(0x300000000), zookeeper(0x200000007)) ==
          0); // elected, and nothing written since
    CHECK(lag_behind(zookeeper(0x200000007), zookeeper(0x300000000)) == 0);
}
