#include "keeperfs/tree/path_table.h"

#include <doctest/doctest.h>

#include <string>

using namespace keeperfs;
using tree::no_node;
using tree::NodeId;
using tree::PathTable;

namespace {
std::string path(std::size_t i) {
    return "/tables/t" + std::to_string(i % 97) + "/parts/p" + std::to_string(i);
}
} // namespace

TEST_CASE("a table built in bulk finds every path and nothing else") {
    PathTable table;
    constexpr std::size_t count = 500'000;
    for (std::size_t i = 0; i < count; ++i)
        table.append(tree::hash_path(as_bytes(path(i))));
    CHECK_FALSE(table.contains(tree::hash_path(as_bytes(path(5)))));
    REQUIRE_FALSE(table.build());
    std::size_t found = 0;
    for (std::size_t i = 0; i < count; ++i)
        found += table.find(tree::hash_path(as_bytes(path(i)))) == i;
    CHECK(found == count);
    CHECK(table.find(tree::hash_path(as_bytes("/none"))) == no_node);
    CHECK(table.memory_bytes() / count < 24);
}

TEST_CASE("a path given twice is reported by its second place") {
    PathTable table;
    for (const char* text : {"", "/a", "/b", "/a", "/c"})
        table.append(tree::hash_path(as_bytes(text)));
    CHECK(table.build() == NodeId{3});
}

TEST_CASE("entries inserted one by one are found, and a later one replaces an equal one") {
    PathTable table;
    for (std::size_t i = 0; i < 5'000; ++i)
        CHECK(table.insert(tree::hash_path(as_bytes(path(i)))) == i);
    for (std::size_t i = 0; i < 5'000; i += 7)
        table.insert(tree::hash_path(as_bytes(path(i))));
    for (std::size_t i = 5'000; i < 20'000; ++i) // grows the table over replaced entries
        table.insert(tree::hash_path(as_bytes(path(i))));
    std::size_t replaced = 5'000;
    for (std::size_t i = 0; i < 5'000; ++i) {
        const NodeId id = table.find(tree::hash_path(as_bytes(path(i))));
        if (i % 7 == 0)
            CHECK(id == replaced++);
        else
            CHECK(id == i);
    }
}
