#pragma once
// ClickHouse's encoding: little-endian integers; string = VarUInt length + bytes; VarUInt = seven bits per
// byte, the least significant first, the high bit set on all but the last.
#include "keeperfs/base/bytes.h"
#include "keeperfs/base/error.h"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

namespace keeperfs::keeper {

inline constexpr std::size_t longest_var_uint = 10;
/// Of a string. Servers hold a node's data to this; what else is a string is far shorter.
inline constexpr std::uint64_t longest_string = std::numeric_limits<std::int32_t>::max();

inline void append_var_uint(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7)
        out.push_back(static_cast<char>(value | 0x80));
    out.push_back(static_cast<char>(value));
}
inline void append_string(std::string& out, Bytes bytes) {
    append_var_uint(out, bytes.size());
    out += as_text(bytes);
}

/// Takes fields from the front of a range that may be too short: then it says so, and how many bytes it takes
/// to go on, and every further field is empty. What no longer range could mend is thrown.
class FieldCursor {
public:
    /// `offset`: of the first byte, for errors.
    FieldCursor(Bytes bytes, std::uint64_t offset) noexcept : bytes_(bytes), offset_(offset) {}

    bool is_short() const noexcept { return needed_ != 0; }
    /// At least so many bytes from the range's start, once it is short.
    std::size_t needed() const noexcept { return needed_; }
    std::size_t position() const noexcept { return position_; }
    std::uint64_t offset() const noexcept { return offset_ + position_; }

    /// What was taken from `start`, an earlier position, on.
    Bytes since(std::size_t start) const noexcept { return bytes_.subspan(start, position_ - start); }

    bool has(std::size_t n) noexcept {
        if (needed_ == 0 && bytes_.size() - position_ < n)
            needed_ = position_ + n;
        return needed_ == 0;
    }
    /// Only after has().
    template <class T> T take() noexcept {
        const T value = load_le<T>(bytes_.data() + position_);
        position_ += sizeof(T);
        return value;
    }
    /// Only after has().
    bool take_bool(const char* what) {
        const auto value = take<std::uint8_t>();
        if (value > 1)
            throw Error(ErrorKind::bad_input, fmt::format("{} is neither 0 nor 1", what))
                .at(offset() - 1)
                .found(std::to_string(value), "0 or 1");
        return value == 1;
    }
    template <class T> T integer() noexcept { return has(sizeof(T)) ? take<T>() : T{}; }

    std::uint64_t var_uint() {
        if (!has(1))
            return 0;
        if (const std::uint8_t only = bytes_[position_]; only < 0x80) {
            ++position_;
            return only;
        }
        return long_var_uint();
    }
    Bytes string() {
        const std::uint64_t length = var_uint();
        if (length > longest_string)
            throw Error(ErrorKind::bad_input, "a length is impossible")
                .at(offset())
                .found(std::to_string(length), fmt::format("at most {}", longest_string));
        if (!has(static_cast<std::size_t>(length)))
            return {};
        position_ += static_cast<std::size_t>(length);
        return bytes_.subspan(position_ - static_cast<std::size_t>(length), static_cast<std::size_t>(length));
    }

private:
    Bytes bytes_;
    std::uint64_t offset_;
    std::size_t position_ = 0;
    std::size_t needed_ = 0;

    std::uint64_t long_var_uint() {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < longest_var_uint; ++i) {
            if (!has(i + 1))
                return 0;
            const std::uint8_t byte = bytes_[position_ + i];
            value |= std::uint64_t{byte & 0x7fU} << (7 * i);
            if (byte < 0x80) {
                if (i + 1 == longest_var_uint && byte > 1)
                    break;
                position_ += i + 1;
                return value;
            }
        }
        throw Error(ErrorKind::bad_input, "a variable-length number exceeds 64 bits").at(offset());
    }
};

} // namespace keeperfs::keeper
