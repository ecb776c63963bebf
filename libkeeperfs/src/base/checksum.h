#pragma once
// The two running checksums of ZooKeeper's files.
#include "keeperfs/base/bytes.h"

#include <libdeflate.h>

namespace keeperfs {

inline constexpr std::uint32_t adler32_start = 1;

inline std::uint32_t adler32(std::uint32_t running, Bytes bytes) noexcept {
    return libdeflate_adler32(running, bytes.data(), bytes.size());
}
/// CRC-32 as in zlib; start with 0.
inline std::uint32_t crc32(std::uint32_t running, Bytes bytes) noexcept {
    return libdeflate_crc32(running, bytes.data(), bytes.size());
}

} // namespace keeperfs
