#include "base/jute.h"

#include <fmt/format.h>

namespace keeperfs::jute {

Error cut_field(std::string_view field, std::uint64_t offset, std::uint64_t present, std::uint64_t needed) {
    return Error(ErrorKind::bad_input, fmt::format("the data ends inside the {}", field))
        .at(offset)
        .found(fmt::format("{} bytes", present), fmt::format("{} bytes", needed));
}

Error impossible_length(std::string_view field, std::uint64_t offset, std::int32_t length,
                        std::optional<std::uint64_t> most) {
    Error error(ErrorKind::bad_input, fmt::format("the {} cannot be right", field));
    error.at(offset).found(std::to_string(length), most ? fmt::format("at most {}", *most) : "0 or more");
    return error;
}

Bytes Cursor::buffer(const char* field, bool& is_null) noexcept {
    is_null = left_.size() >= sizeof(std::int32_t) && load_be<std::int32_t>(left_.data()) == null_length;
    return counted_bytes(field, null_length);
}

Bytes Cursor::counted_bytes(const char* field, std::int32_t least) noexcept {
    const std::int32_t length = int32(field);
    if (!ok() || (length == null_length && least == null_length))
        return {};
    if (length < 0 || static_cast<std::size_t>(length) > left_.size()) {
        fail_length(field, length, left_.size());
        return {};
    }
    const Bytes bytes = left_.first(static_cast<std::size_t>(length));
    left_ = left_.subspan(bytes.size());
    return bytes;
}

std::int32_t Cursor::count(const char* field, std::size_t least_bytes) noexcept {
    const std::int32_t count = int32(field);
    const std::size_t most = left_.size() / least_bytes;
    if (ok() && count != null_length && (count < 0 || static_cast<std::size_t>(count) > most)) {
        fail_length(field, count, most);
        return 0;
    }
    return count;
}

void Cursor::fail_cut(const char* field, std::size_t needed) noexcept {
    if (!ok())
        return;
    failed_field_ = field;
    failed_offset_ = offset();
    present_ = left_.size();
    needed_ = needed;
    left_ = left_.last(0);
}

void Cursor::fail_length(const char* field, std::int32_t length, std::uint64_t most) noexcept {
    if (!ok())
        return;
    failed_field_ = field;
    failed_offset_ = offset() - sizeof length;
    failed_length_ = length;
    needed_ = most;
    left_ = left_.last(0);
}

Error Cursor::error() const {
    if (failed_length_)
        return impossible_length(failed_field_, failed_offset_, *failed_length_, needed_);
    return cut_field(failed_field_, failed_offset_, present_, needed_);
}

} // namespace keeperfs::jute
