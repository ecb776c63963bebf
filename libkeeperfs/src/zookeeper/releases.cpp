#include "keeperfs/zookeeper/releases.h"

#include <fmt/format.h>

#include <charconv>

namespace keeperfs::zookeeper {

std::optional<Release> parse_release(std::string_view text) {
    Release release;
    const char* const end = text.data() + text.size();
    const auto major = std::from_chars(text.data(), end, release.major);
    if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.')
        return std::nullopt;
    const auto minor = std::from_chars(major.ptr + 1, end, release.minor);
    if (minor.ec != std::errc() || (minor.ptr != end && *minor.ptr != '.'))
        return std::nullopt;
    return release;
}

std::string text_of(Release release) { return fmt::format("{}.{}", release.major, release.minor); }

} // namespace keeperfs::zookeeper
