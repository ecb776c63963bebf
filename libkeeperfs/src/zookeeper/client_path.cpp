#include "keeperfs/zookeeper/client_path.h"

#include "keeperfs/base/text.h"

#include <algorithm>

namespace keeperfs::zookeeper {

namespace {

bool has_dots_as_part(std::string_view path) {
    const auto has = [&](std::string_view part) {
        for (std::size_t at = path.find(part); at != std::string_view::npos; at = path.find(part, at + 1))
            if (at + part.size() == path.size() || path[at + part.size()] == '/')
                return true;
        return false;
    };
    return has("/.") || has("/..");
}

bool is_plain(std::uint8_t byte) { return byte >= 0x20 && byte < 0x7f; }

/// Of a character of one to three bytes that stands whole at the front.
std::uint32_t code_point(Bytes text) {
    if (text[0] < 0x80)
        return text[0];
    if (text[0] < 0xe0)
        return (text[0] & 0x1fU) << 6 | (text[1] & 0x3fU);
    return (text[0] & 0x0fU) << 12 | (text[1] & 0x3fU) << 6 | (text[2] & 0x3fU);
}

bool is_refused(std::uint32_t c) {
    return c <= 0x1f || (c >= 0x7f && c <= 0x9f) || (c >= 0xd800 && c <= 0xf8ff) ||
           (c >= 0xfff0 && c <= 0xffff);
}

} // namespace

PathUse use_of_path(Bytes path) noexcept {
    const PathUse dots = has_dots_as_part(as_text(path)) ? PathUse::unreachable : PathUse::usable;
    if (std::ranges::all_of(path, is_plain))
        return dots;
    if (!is_utf8(as_text(path)))
        return PathUse::lost;
    PathUse use = dots;
    while (!path.empty()) {
        if (path[0] >= 0xf0)
            return PathUse::lost;
        if (is_refused(code_point(path)))
            use = PathUse::unreachable;
        path = path.subspan(path[0] < 0x80 ? 1 : path[0] < 0xe0 ? 2 : 3);
    }
    return use;
}

} // namespace keeperfs::zookeeper
