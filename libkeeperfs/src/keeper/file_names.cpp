#include "keeperfs/keeper/file_names.h"

#include <charconv>

namespace keeperfs::keeper {

namespace {

/// The decimal number that `text` is, all of it.
std::optional<std::uint64_t> whole_number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix))
        return false;
    text.remove_prefix(prefix.size());
    return true;
}

} // namespace

std::optional<std::uint64_t> snapshot_index(std::string_view name) {
    if (!take_prefix(name, "snapshot_"))
        return std::nullopt;
    return whole_number(name.substr(0, name.find_first_of("_.")));
}

std::optional<ChangelogName> parse_changelog_name(std::string_view name) {
    if (!take_prefix(name, "changelog_"))
        return std::nullopt;
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos || dot + 1 == name.size())
        return std::nullopt;
    const std::string_view range = name.substr(0, dot);
    const std::size_t middle = range.find('_');
    if (middle == std::string_view::npos)
        return std::nullopt;
    const auto from = whole_number(range.substr(0, middle));
    const auto to = whole_number(range.substr(middle + 1));
    if (!from || !to)
        return std::nullopt;
    return ChangelogName{*from, *to, std::string(name.substr(dot + 1))};
}

} // namespace keeperfs::keeper
