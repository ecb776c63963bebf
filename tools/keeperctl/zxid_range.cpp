#include "zxid_range.h"

#include "keeperfs/base/error.h"
#include "keeperfs/base/text.h"

#include <fmt/format.h>

using namespace keeperfs;

namespace {

[[noreturn]] void refuse(std::string_view typed) {
    throw Error(ErrorKind::usage, fmt::format("--zxid cannot be {}", escaped(typed)))
        .hint("A range is 0x4c, 0x4c..0x60, 0x4c.. or ..0x60.");
}

std::optional<std::int64_t> end_of_range(std::string_view typed, std::string_view end) {
    if (end.empty())
        return std::nullopt;
    const auto zxid = parse_zxid(end);
    if (!zxid)
        refuse(typed);
    return zxid;
}

} // namespace

ZxidRange parse_zxid_range(std::string_view typed) {
    const std::size_t dots = typed.find("..");
    const std::string_view first = typed.substr(0, dots);
    const std::string_view last = dots == std::string_view::npos ? typed : typed.substr(dots + 2);
    if (first.empty() && last.empty())
        refuse(typed);
    return {end_of_range(typed, first), end_of_range(typed, last)};
}
