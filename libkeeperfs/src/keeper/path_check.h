#pragma once
#include "keeperfs/base/bytes.h"

namespace keeperfs::keeper {

/// True for "/", and for what begins with a slash, does not end with one and has nothing empty between two:
/// then every prefix up to a slash is a path as well. Servers accept any other bytes in a name, so these are
/// not looked at.
inline bool is_well_formed_path(Bytes path) noexcept {
    constexpr std::uint64_t low_bits = 0x0101010101010101, high_bits = low_bits << 7,
                            slashes = low_bits * '/';
    constexpr std::size_t step = 8;
    const std::size_t n = path.size();
    if (n == 0 || path[0] != '/')
        return false;
    if (n > 1 && path[n - 1] == '/')
        return false;
    const auto pair_at = [&](std::size_t i) { return path[i] == '/' && path[i + 1] == '/'; };
    // Eight pairs of neighbours at once. The bits say "perhaps": a byte behind a slash may count for one too.
    const auto slashes_in = [&](std::size_t i) {
        const std::uint64_t difference = load_le<std::uint64_t>(path.data() + i) ^ slashes;
        return (difference - low_bits) & ~difference & high_bits;
    };
    std::size_t i = 0;
    for (; i + step + 1 <= n; i += step) {
        if ((slashes_in(i) & slashes_in(i + 1)) == 0)
            continue;
        for (std::size_t k = i; k < i + step; ++k)
            if (pair_at(k))
                return false;
    }
    for (; i + 1 < n; ++i)
        if (pair_at(i))
            return false;
    return true;
}

} // namespace keeperfs::keeper
