#include "base/siphash.h"

#include <doctest/doctest.h>

#include <numeric>
#include <vector>

using namespace keeperfs;

namespace {
std::vector<std::uint8_t> counting(std::size_t n) {
    std::vector<std::uint8_t> bytes(n);
    std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
    return bytes;
}
} // namespace

TEST_CASE("SipHash-2-4 gives the values of its authors and of Keeper") {
    CHECK(SipHash().digest() == 0x1e924b9d737700d7);
    // The key bytes 00..0f and the inputs of the reference's table.
    const std::uint64_t key0 = 0x0706050403020100, key1 = 0x0f0e0d0c0b0a0908;
    struct Row {
        std::size_t length;
        std::uint64_t hash;
    };
    const Row rows[] = {{0, 0x726fdb47dd0e0e31}, {1, 0x74f839c593dc67fd},  {7, 0xab0200f58b01d137},
                        {8, 0x93f5f5799a932462}, {15, 0xa129ca6149be45e5}, {63, 0x958a324ceb064572}};
    for (const Row& row : rows) {
        SipHash hash(key0, key1);
        hash.update(counting(row.length));
        CHECK_MESSAGE(hash.digest() == row.hash, row.length);
    }
}

TEST_CASE("SipHash does not see where its input was cut") {
    const auto bytes = counting(40);
    SipHash whole;
    whole.update(bytes);
    for (std::size_t a = 0; a <= bytes.size(); ++a)
        for (std::size_t b = a; b <= bytes.size(); ++b) {
            SipHash pieces;
            pieces.update(Bytes(bytes).first(a));
            pieces.update(Bytes(bytes).subspan(a, b - a));
            pieces.update(Bytes(bytes).subspan(b));
            CHECK(pieces.digest() == whole.digest());
        }
}

TEST_CASE("SipHash takes integers as their little-endian bytes, wherever a word begins") {
    for (std::size_t before = 0; before < 9; ++before) {
        std::vector<std::uint8_t> bytes = counting(before);
        SipHash by_value;
        by_value.update(bytes);
        by_value.update_integer(std::int64_t{-2});
        by_value.update_integer(std::int32_t{-70000});
        by_value.update_integer(std::uint8_t{200});
        by_value.update_integer(std::int32_t{5});
        append_le(bytes, std::int64_t{-2});
        append_le(bytes, std::int32_t{-70000});
        append_le(bytes, std::uint8_t{200});
        append_le(bytes, std::int32_t{5});
        SipHash by_bytes;
        by_bytes.update(bytes);
        CHECK_MESSAGE(by_value.digest() == by_bytes.digest(), before);
    }
}
