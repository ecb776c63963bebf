#pragma once
// ClickHouse's compressed blocks put together by hand.
#include "base/cityhash.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace keeperfs::test {

inline constexpr std::uint8_t method_none = 0x02, method_lz4 = 0x82, method_zstd = 0x90;

/// A block whose checksum is right, whatever else is wrong.
inline std::string block(std::uint8_t method, std::string_view payload, std::uint32_t decoded_size,
                         std::uint32_t size) {
    std::string hashed;
    append_le(hashed, method);
    append_le(hashed, size);
    append_le(hashed, decoded_size);
    hashed += payload;
    const Hash128 hash = city_hash128(as_bytes(hashed));
    std::string whole;
    append_le(whole, hash.low);
    append_le(whole, hash.high);
    return whole + hashed;
}
inline std::string block(std::uint8_t method, std::string_view payload, std::uint32_t decoded_size) {
    return block(method, payload, decoded_size, static_cast<std::uint32_t>(payload.size() + 9));
}
/// The cheapest way to make a readable file of a body.
inline std::string plain_block(std::string_view body) {
    return block(method_none, body, static_cast<std::uint32_t>(body.size()));
}

} // namespace keeperfs::test
