#pragma once
// Jute, ZooKeeper's encoding: big-endian, packed, without tags. A buffer or ustring is an int length and its
// bytes (length -1: null), a vector an int count and its elements (count -1: null).
#include "keeperfs/base/bytes.h"
#include "keeperfs/base/error.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace keeperfs::jute {

inline constexpr std::int32_t null_length = -1;

/// The stream or record ends inside a field.
Error cut_field(std::string_view field, std::uint64_t offset, std::uint64_t present, std::uint64_t needed);
/// A length or count that is negative, or larger than what follows can hold (`most`, where that is known).
Error impossible_length(std::string_view field, std::uint64_t offset, std::int32_t length,
                        std::optional<std::uint64_t> most);

/// Reads the fields of one record that lies in memory as a whole. The first field that fails is remembered,
/// and from then on everything reads as 0 or empty: one check of ok() per record is enough.
class Cursor {
public:
    /// `offset` is where `record` lies in its file. Field names must be literals.
    Cursor(Bytes record, std::uint64_t offset) noexcept
        : left_(record), start_(record.data()), offset_(offset) {}

    std::int32_t int32(const char* field) noexcept { return number<std::int32_t>(field); }
    std::int64_t int64(const char* field) noexcept { return number<std::int64_t>(field); }
    std::uint8_t byte(const char* field) noexcept { return number<std::uint8_t>(field); }
    bool boolean(const char* field) noexcept { return byte(field) != 0; }
    /// A ustring, which must not be null.
    Bytes text(const char* field) noexcept { return counted_bytes(field, 0); }
    Bytes buffer(const char* field, bool& is_null) noexcept;
    /// The number of a vector's elements, each of at least `least_bytes`; null_length for a null vector.
    std::int32_t count(const char* field, std::size_t least_bytes) noexcept;

    bool ok() const noexcept { return failed_field_ == nullptr; }
    std::size_t left() const noexcept { return left_.size(); }
    const std::uint8_t* position() const noexcept { return left_.data(); }
    std::uint64_t offset() const noexcept { return offset_of(left_.data()); }
    std::uint64_t offset_of(const std::uint8_t* at) const noexcept {
        return offset_ + static_cast<std::uint64_t>(at - start_);
    }
    /// The first failure. Only when !ok().
    Error error() const;

private:
    Bytes left_;
    const std::uint8_t* start_;
    std::uint64_t offset_;
    const char* failed_field_ = nullptr;
    std::uint64_t failed_offset_ = 0;
    std::optional<std::int32_t> failed_length_; ///< nullopt: the field itself was cut
    std::uint64_t present_ = 0, needed_ = 0;

    template <class T> T number(const char* field) noexcept {
        if (left_.size() < sizeof(T)) {
            fail_cut(field, sizeof(T));
            return 0;
        }
        const T value = load_be<T>(left_.data());
        left_ = left_.subspan(sizeof(T));
        return value;
    }
    Bytes counted_bytes(const char* field, std::int32_t least) noexcept;
    void fail_cut(const char* field, std::size_t needed) noexcept;
    void fail_length(const char* field, std::int32_t length, std::uint64_t most) noexcept;
};

} // namespace keeperfs::jute
