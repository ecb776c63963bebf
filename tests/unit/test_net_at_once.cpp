#include "net/at_once.h"

#include "keeperfs/base/error.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <latch>
#include <vector>

using namespace keeperfs;

TEST_CASE("tasks run at the same time, each of them once") {
    constexpr std::size_t count = 50;
    std::latch all_began(count); // one task after the other would never get past it
    std::vector<std::atomic<int>> runs(count);
    net::at_once(count, [&](std::size_t i) {
        all_began.arrive_and_wait();
        ++runs[i];
    });
    CHECK(std::ranges::all_of(runs, [](const auto& times) { return times == 1; }));
}

TEST_CASE("more tasks than threads are done as well, and none is fine too") {
    std::atomic<std::size_t> sum{0};
    constexpr std::size_t count = 2 * net::most_at_once + 3;
    net::at_once(count, [&](std::size_t i) { sum += i; });
    CHECK(sum == count * (count - 1) / 2);
    net::at_once(0, [&](std::size_t) { FAIL("there is no task"); });
}

TEST_CASE("what a task throws comes out") {
    CHECK_THROWS_AS(net::at_once(3,
                                 [](std::size_t i) {
                                     if (i == 1)
                                         throw Error(ErrorKind::interrupted, "interrupted");
                                 }),
                    Error);
}
