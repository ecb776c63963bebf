#include "inspect/top_list.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace keeperfs;
using inspect::Ranked;
using inspect::TopList;

TEST_CASE("the greatest numbers stay, in whatever order they came, and equal ones by their paths") {
    std::mt19937 random(3);
    std::vector<Ranked> all;
    for (int i = 0; i < 300; ++i)
        all.push_back({"/" + std::to_string(i), static_cast<std::int64_t>(random() % 40)});
    std::vector<Ranked> sorted = all;
    std::ranges::sort(sorted, [](const Ranked& a, const Ranked& b) {
        return a.value != b.value ? a.value > b.value : a.path < b.path;
    });
    for (const std::size_t count : {1U, 7U, 299U, 300U}) {
        std::ranges::shuffle(all, random);
        TopList list(count);
        for (const Ranked& each : all)
            list.offer(as_bytes(each.path), each.value);
        CHECK(list.take() == std::vector<Ranked>(sorted.begin(), sorted.begin() + static_cast<int>(count)));
    }
}

TEST_CASE("a list of none stays empty, and one may be longer than what comes") {
    TopList none(0), many(9);
    for (TopList* list : {&none, &many})
        list->offer(as_bytes("/a"), -5);
    CHECK(none.take().empty());
    CHECK(many.take() == std::vector<Ranked>{{"/a", -5}});
    CHECK(many.take().empty());
}
