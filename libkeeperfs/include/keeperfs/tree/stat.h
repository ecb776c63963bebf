#pragma once
#include <cstdint>

namespace keeperfs::tree {

/// What both systems store with a znode. Times are milliseconds since 1970, zxids 64-bit transaction numbers.
/// What `cversion` counts and which values `ephemeral_owner` takes differ between the two formats and is said
/// there.
struct Stat {
    std::int64_t czxid = 0, mzxid = 0, pzxid = 0;
    std::int64_t ctime = 0, mtime = 0;
    std::int32_t version = 0, cversion = 0, aversion = 0;
    std::int64_t ephemeral_owner = 0;

    bool operator==(const Stat&) const = default;
};

/// The ephemeral owner that marks a container node, in ZooKeeper (3.5.1 on) and in Keeper (snapshot version
/// 9).
inline constexpr std::int64_t container_owner = INT64_MIN;

} // namespace keeperfs::tree
