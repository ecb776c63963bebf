#include "keeperfs/config/values.h"

#include <limits>

namespace keeperfs::config {

namespace {

/// Poco's strToInt (base/poco/Foundation/include/Poco/NumericString.h), quirks included: blanks before the
/// number are skipped and none behind it, commas are skipped in decimal numbers, and a sign alone is 0.
template <class T> std::optional<T> number_of(std::string_view text, unsigned base) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\n\v\f\r"), text.size()));
    if (text.empty())
        return std::nullopt;
    const bool is_negative = base == 10 && text[0] == '-';
    if (is_negative && !std::numeric_limits<T>::is_signed)
        return std::nullopt;
    if (is_negative || text[0] == '+')
        text.remove_prefix(1);
    const std::uint64_t most =
        static_cast<std::uint64_t>(std::numeric_limits<T>::max()) + (is_negative ? 1U : 0U);
    std::uint64_t magnitude = 0;
    for (const char c : text) {
        if (c == ',' && base == 10)
            continue;
        const char lower = static_cast<char>(c | 0x20);
        const unsigned digit = c >= '0' && c <= '9'           ? static_cast<unsigned>(c - '0')
                               : lower >= 'a' && lower <= 'f' ? static_cast<unsigned>(lower - 'a') + 10
                                                              : base;
        if (digit >= base || magnitude > (most - digit) / base)
            return std::nullopt;
        magnitude = magnitude * base + digit;
    }
    return static_cast<T>(is_negative ? ~magnitude + 1 : magnitude);
}

bool equals_in_any_case(std::string_view text, std::string_view lower) {
    return std::ranges::equal(text, lower, {},
                              [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
}

} // namespace

std::optional<std::int64_t> integer_of(std::string_view text) {
    if (!text.starts_with("0x") && !text.starts_with("0X"))
        return number_of<std::int64_t>(text, 10);
    const auto bits = text.size() > 2 ? number_of<std::uint64_t>(text.substr(2), 16) : std::nullopt;
    return bits ? std::optional(static_cast<std::int64_t>(*bits)) : std::nullopt;
}

std::optional<bool> boolean_of(std::string_view text) {
    if (const auto number = number_of<std::int32_t>(text, 10))
        return *number != 0;
    for (const std::string_view yes : {"true", "yes", "on"})
        if (equals_in_any_case(text, yes))
            return true;
    for (const std::string_view no : {"false", "no", "off"})
        if (equals_in_any_case(text, no))
            return false;
    return std::nullopt;
}

} // namespace keeperfs::config
