#pragma once
#include "keeperfs/tree/stat.h"

#include <cstdint>

namespace keeperfs::zookeeper {

/// A TTL node's stored owner: 0xff, two bytes 00 00, 40 bits of milliseconds (3.5.4 on).
inline constexpr std::uint64_t ttl_owner_mark = 0xff00'0000'0000'0000;
inline constexpr std::int64_t max_ttl_ms = 0xff'ffff'ffff;

inline constexpr std::int64_t ttl_owner(std::int64_t ttl_ms) {
    return static_cast<std::int64_t>(ttl_owner_mark | static_cast<std::uint64_t>(ttl_ms));
}

} // namespace keeperfs::zookeeper
