#pragma once
// Byte ranges and the two byte orders that the files use: ZooKeeper is big-endian, Keeper little-endian.
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace keeperfs {

/// A borrowed, read-only range of bytes. Whoever hands one out says until when it is valid.
using Bytes = std::span<const std::uint8_t>;

inline std::string_view as_text(Bytes bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes as_bytes(std::string_view text) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

namespace detail {
template <class T> constexpr T byte_swapped(T value) noexcept {
    using U = std::make_unsigned_t<T>;
    const U u = static_cast<U>(value);
    if constexpr (sizeof(T) == 1)
        return value;
    else if constexpr (sizeof(T) == 2)
        return static_cast<T>(__builtin_bswap16(u));
    else if constexpr (sizeof(T) == 4)
        return static_cast<T>(__builtin_bswap32(u));
    else
        return static_cast<T>(__builtin_bswap64(u));
}
template <class T> T load_native(const std::uint8_t* at) noexcept {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}
} // namespace detail

static_assert(std::endian::native == std::endian::little, "the loads below assume a little-endian machine");

/// Reads a big-endian integer; `at` needs no alignment.
template <class T> T load_be(const std::uint8_t* at) noexcept {
    return detail::byte_swapped(detail::load_native<T>(at));
}
/// Reads a little-endian integer; `at` needs no alignment.
template <class T> T load_le(const std::uint8_t* at) noexcept { return detail::load_native<T>(at); }

template <class T> void store_be(std::uint8_t* at, T value) noexcept {
    const T swapped = detail::byte_swapped(value);
    std::memcpy(at, &swapped, sizeof swapped);
}
template <class T> void store_le(std::uint8_t* at, T value) noexcept {
    std::memcpy(at, &value, sizeof value);
}

/// Appends an integer in the given byte order to a growing buffer (std::string or std::vector<uint8_t>).
template <class T, class Buffer> void append_be(Buffer& out, T value) {
    std::uint8_t raw[sizeof(T)];
    store_be(raw, value);
    out.insert(out.end(), raw, raw + sizeof raw);
}
template <class T, class Buffer> void append_le(Buffer& out, T value) {
    std::uint8_t raw[sizeof(T)];
    store_le(raw, value);
    out.insert(out.end(), raw, raw + sizeof raw);
}
template <class Buffer> void append_bytes(Buffer& out, Bytes bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
}

} // namespace keeperfs
