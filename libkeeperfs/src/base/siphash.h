#pragma once
#include "keeperfs/base/bytes.h"

#include <bit>
#include <cstdint>
#include <type_traits>

namespace keeperfs {

/// SipHash-2-4 with a 64-bit result: Keeper's hash for node digests, log records and the state file (with a
/// key of zeros). Pieces may be fed in any cut; integers go in as their little-endian bytes.
class SipHash {
public:
    explicit SipHash(std::uint64_t key0 = 0, std::uint64_t key1 = 0) noexcept
        : state_{key0 ^ 0x736f6d6570736575, key1 ^ 0x646f72616e646f6d, key0 ^ 0x6c7967656e657261,
                 key1 ^ 0x7465646279746573} {}

    void update(Bytes bytes) noexcept;
    template <class T> void update_integer(T value) noexcept {
        state_ = add(state_, static_cast<std::make_unsigned_t<T>>(value), sizeof value);
    }
    std::uint64_t digest() const noexcept;

private:
    struct State {
        std::uint64_t v0, v1, v2, v3;
        std::uint64_t pending = 0; ///< the bytes that do not yet make a word, the first one lowest
        std::uint64_t length = 0;  ///< of everything fed

        void round() noexcept {
            v0 += v1;
            v2 += v3;
            v1 = std::rotl(v1, 13) ^ v0;
            v3 = std::rotl(v3, 16) ^ v2;
            v0 = std::rotl(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = std::rotl(v1, 17) ^ v2;
            v3 = std::rotl(v3, 21) ^ v0;
            v2 = std::rotl(v2, 32);
        }
        void compress(std::uint64_t word) noexcept {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }
    };
    State state_;

    /// Feeds the low `bytes` bytes of `word`; the others are 0.
    static State add(State s, std::uint64_t word, std::size_t bytes) noexcept {
        const std::uint64_t shift = 8 * (s.length & 7);
        s.length += bytes;
        s.pending |= word << shift;
        if (shift + 8 * bytes >= 64) {
            s.compress(s.pending);
            s.pending = (word >> 1) >> (63 - shift); // word >> 64 is not defined
        }
        return s;
    }
};

} // namespace keeperfs
