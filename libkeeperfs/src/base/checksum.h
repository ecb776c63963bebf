#pragma once
// The two running checksums of ZooKeeper's files.
#include "keeperfs/base/bytes.h"

#include <libdeflate.h>

namespace keeperfs {

inline constexpr std::uint32_t adler32_start = 1;

// libdeflate starts anew when it is given a null pointer, which is what an empty span may hold.
inline std::uint32_t adler32(std::uint32_t running, Bytes bytes) noexcept {
    return bytes.empty() ? running : libdeflate_adler32(running, bytes.data(), bytes.size());
}
/// CRC-32 as in zlib; start with 0.
inline std::uint32_t crc32(std::uint32_t running, Bytes bytes) noexcept {
    return bytes.empty() ? running : libdeflate_crc32(running, bytes.data(), bytes.size());
}

} // namespace keeperfs
