#pragma once
// Fixed fields of a record that lies in memory as a whole.
#include "keeperfs/base/bytes.h"
#include "keeperfs/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace keeperfs::keeper {

/// Takes fields from the front; what is too short for one throws Error(bad_input).
class FieldReader {
public:
    /// `offset`: of the first byte, for errors.
    FieldReader(Bytes left, std::uint64_t offset) noexcept : left_(left), offset_(offset) {}

    bool any() const noexcept { return !left_.empty(); }
    Bytes rest() const noexcept { return left_; }
    std::uint64_t offset() const noexcept { return offset_; }

    template <class T> T little_endian(std::string_view field) {
        return load_le<T>(take(sizeof(T), field).data());
    }
    template <class T> T big_endian(std::string_view field) {
        return load_be<T>(take(sizeof(T), field).data());
    }
    Bytes take(std::size_t n, std::string_view field) {
        if (left_.size() < n)
            throw Error(ErrorKind::bad_input, fmt::format("the data ends inside the {}", field))
                .at(offset_)
                .found(fmt::format("{} bytes", left_.size()), fmt::format("{} bytes", n));
        const Bytes taken = left_.first(n);
        left_ = left_.subspan(n);
        offset_ += n;
        return taken;
    }
    /// Bytes up to a NUL, which is passed over.
    std::string nul_terminated(std::string_view field) {
        const auto nul = std::ranges::find(left_, std::uint8_t{0});
        if (nul == left_.end())
            throw Error(ErrorKind::bad_input, fmt::format("no NUL ends the {}", field)).at(offset_);
        const auto length = static_cast<std::size_t>(nul - left_.begin());
        std::string text(as_text(take(length, field)));
        take(1, field);
        return text;
    }

private:
    Bytes left_;
    std::uint64_t offset_;
};

} // namespace keeperfs::keeper
