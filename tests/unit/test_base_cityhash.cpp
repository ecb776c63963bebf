#include "base/cityhash.h"

#include <doctest/doctest.h>

#include <vector>

using namespace keeperfs;

namespace {
std::vector<std::uint8_t> pattern(std::size_t n, std::size_t seed = 0) {
    std::vector<std::uint8_t> bytes(n);
    for (std::size_t i = 0; i < n; ++i)
        bytes[i] = static_cast<std::uint8_t>(131 * i + 17 * seed + 5103);
    return bytes;
}
} // namespace

TEST_CASE("CityHash128 1.0.2 gives the frozen values, at every length where its way of hashing changes") {
    struct Row {
        std::size_t length;
        Hash128 hash;
    };
    const Row rows[] = {{0, {4463240938071824939u, 4374473821787594281u}},
                        {1, {1337833971333637965u, 14577144803973094618u}},
                        {3, {12546307754186580304u, 7401997818701327152u}},
                        {4, {692256403402681432u, 9130406980043602131u}},
                        {8, {6710760556750061431u, 9233051832338286926u}},
                        {9, {811570519170882707u, 944368440250938197u}},
                        {15, {2805628971042437022u, 4427029244693440796u}},
                        {16, {6307331262053064205u, 16526487140355335358u}},
                        {31, {5673081125835796838u, 4967126110677279538u}},
                        {32, {10620849290510606310u, 15768775199068574100u}},
                        {143, {4450095154707306144u, 15738503447414382920u}},
                        {144, {596837011188137667u, 5997810473018444715u}},
                        {160, {1280592074399139716u, 14682206842889487065u}},
                        {300, {17967913201271051060u, 1368736745563410890u}}};
    for (const Row& row : rows)
        CHECK_MESSAGE(city_hash128(pattern(row.length)) == row.hash, row.length);
}

TEST_CASE("CityHash128 1.0.2 agrees with another implementation for every length below 700") {
    std::uint64_t folded = 0;
    for (std::size_t n = 0; n < 700; ++n) {
        const Hash128 hash = city_hash128(pattern(n, n));
        folded = folded * 31 + (hash.low ^ (hash.high * 7));
    }
    CHECK(folded == 9832027670870597643u);
}
