#pragma once
#include "keeperfs/base/bytes.h"

#include <cstddef>
#include <cstdint>

namespace keeperfs::zookeeper {

namespace detail {
/// Bytes that are '/' both in `a` and in `b`, eight at a time: not zero if there is one.
inline std::uint64_t slashes_in_both(std::uint64_t a, std::uint64_t b) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101, slashes = ones * '/';
    const std::uint64_t difference = (a ^ slashes) | (b ^ slashes);
    return (difference - ones) & ~difference & (ones << 7);
}
} // namespace detail

inline bool has_empty_part(Bytes path) noexcept {
    const std::uint8_t* const p = path.data();
    constexpr std::size_t word = sizeof(std::uint64_t);
    if (path.size() <= word) {
        for (std::size_t i = 1; i < path.size(); ++i)
            if (p[i - 1] == '/' && p[i] == '/')
                return true;
        return false;
    }
    const auto pair_at = [p](std::size_t i) {
        return detail::slashes_in_both(load_le<std::uint64_t>(p + i), load_le<std::uint64_t>(p + i + 1));
    };
    const std::size_t last = path.size() - word - 1;
    std::uint64_t found = pair_at(last);
    for (std::size_t i = 0; i < last; i += word)
        found |= pair_at(i);
    return found != 0;
}

/// A path as snapshots store it: "" for the root, else absolute, without empty parts and without a slash at
/// its end.
inline bool is_node_path(Bytes path) noexcept {
    return path.empty() || (path.front() == '/' && path.back() != '/' && !has_empty_part(path));
}

} // namespace keeperfs::zookeeper
