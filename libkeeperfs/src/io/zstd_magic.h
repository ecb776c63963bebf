#pragma once
#include "keeperfs/base/bytes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace keeperfs::io {

inline constexpr std::array<std::uint8_t, 4> zstd_magic = {0x28, 0xb5, 0x2f, 0xfd};

/// As far as there are bytes: the beginning of a frame can be cut.
inline bool begins_like_zstd_magic(Bytes bytes) noexcept {
    const std::size_t n = std::min(bytes.size(), zstd_magic.size());
    return std::equal(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(n), zstd_magic.begin());
}
inline bool begins_skippable_frame(Bytes bytes) noexcept {
    constexpr std::uint32_t magic = 0x184d2a50, mask = 0xfffffff0;
    return bytes.size() >= sizeof magic && (load_le<std::uint32_t>(bytes.data()) & mask) == magic;
}

} // namespace keeperfs::io
