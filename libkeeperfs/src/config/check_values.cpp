// Types and ranges of the values. What a server makes of a text: keeper_server is read by Poco's
// configuration, coordination_settings by SettingsFields.cpp, which takes other words for booleans and
// suffixes for numbers.
#include "config/each_setting.h"

#include "keeperfs/base/text.h"
#include "keeperfs/config/values.h"
#include "keeperfs/keeper/snapshot_format.h"

#include <charconv>

namespace keeperfs::config {

namespace {

constexpr std::int64_t greatest_int = 2147483647;

bool equals_ignoring_case(std::string_view a, std::string_view lower) {
    return std::ranges::equal(a, lower, [](char x, char y) {
        return (x >= 'A' && x <= 'Z' ? static_cast<char>(x + ('a' - 'A')) : x) == y;
    });
}

bool is_coordination_boolean(std::string_view text) {
    return text == "0" || text == "1" || equals_ignoring_case(text, "true") ||
           equals_ignoring_case(text, "false");
}

bool is_log_level(std::string_view text) {
    constexpr std::string_view levels[] = {"debug", "error", "fatal", "information",
                                           "none",  "test",  "trace", "warning"};
    return std::ranges::binary_search(levels, text);
}

std::optional<double> ratio_of(std::string_view text) {
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// What the value of a setting is to its server; nullopt: it refuses to read it.
std::optional<std::int64_t> number_of(const FoundSetting& found, std::string_view text) {
    if (found.section != Section::coordination_settings)
        return integer_of(text);
    const auto number = number_with_suffix(text);
    return number ? std::optional(
                        static_cast<std::int64_t>(std::min<std::uint64_t>(*number, std::uint64_t{INT64_MAX})))
                  : std::nullopt;
}

bool is_of_its_type(const FoundSetting& found, const std::string& text) {
    switch (found.setting->type) {
    case ValueType::boolean:
        return found.section == Section::coordination_settings ? is_coordination_boolean(text)
                                                               : boolean_of(text).has_value();
    case ValueType::integer:
    case ValueType::unsigned_int:
    case ValueType::non_zero:
    case ValueType::milliseconds:
    case ValueType::port:
        return number_of(found, text).has_value();
    case ValueType::ratio:
        return ratio_of(text).has_value();
    case ValueType::log_level:
        return is_log_level(text);
    case ValueType::path:
    case ValueType::disk:
        return !text.empty();
    case ValueType::text:
    case ValueType::tree:
        return true;
    }
    return true;
}

std::string hint_for(const FoundSetting& found) {
    if (found.setting->type == ValueType::log_level)
        return "Give trace, debug, information, warning, error, fatal or none.";
    if (found.setting->type != ValueType::boolean)
        return "Blanks around it count as well.";
    return found.section == Section::coordination_settings
               ? "Here only true, false, 1 and 0 are read: yes and on are not."
               : "Give true or false.";
}

struct Bounds {
    std::int64_t least, greatest;
};
Bounds bounds_of(const FoundSetting& found) {
    constexpr std::int64_t any = INT64_MAX;
    switch (found.setting->type) {
    case ValueType::port:
        return {1, 0xffff};
    case ValueType::non_zero:
        return {1, any};
    case ValueType::integer:
        if (found.name == "snapshot_zstd_compression_level")
            return {1, 22}; // of zstd
        return {found.name == "priority" ? -greatest_int - 1 : 0, greatest_int};
    default:
        return {0, any};
    }
}

void check_number(Checkup& checkup, const FoundSetting& found, std::int64_t number) {
    const auto [least, greatest] = bounds_of(found);
    if (number < least || number > greatest)
        checkup.add(
            "value.out-of-range", found.key,
            greatest == INT64_MAX
                ? fmt::format("{} is {}, and must be at least {}", found.name, number, least)
                : fmt::format("{} is {}, and must be from {} to {}", found.name, number, least, greatest));
    else if (found.setting->is_capped && number > greatest_int)
        checkup.add("value.capped", found.key,
                    fmt::format("{} is {}, and counts as {}", found.name, number, greatest_int));
}

void check_value(Checkup& checkup, const FoundSetting& found) {
    const ValueType type = found.setting->type;
    const auto value = checkup.configuration().value(found.key);
    if (type == ValueType::tree || !checkup.is_known(found.key))
        return;
    if (!is_of_its_type(found, value->text))
        return checkup.add("value.wrong-type", found.key,
                           fmt::format("{} is {}, which is no {}", found.name,
                                       found.setting->is_secret ? "hidden"
                                       : value->text.empty()    ? "empty"
                                                                : "'" + escaped(value->text) + "'",
                                       name_of(type)),
                           hint_for(found));
    if (type == ValueType::ratio) {
        if (const double ratio = *ratio_of(value->text); !(ratio >= 0 && ratio <= 1))
            checkup.add("value.out-of-range", found.key,
                        fmt::format("{} is {}, and must be from 0 to 1", found.name, escaped(value->text)));
    } else if (const auto number = number_of(found, value->text);
               number && type != ValueType::boolean && type != ValueType::text) {
        check_number(checkup, found, *number);
    }
}

} // namespace

void check_values(Checkup& checkup) {
    each_setting(checkup, [&](const FoundSetting& found) {
        if (found.setting != nullptr && !found.is_repeated)
            check_value(checkup, found);
    });
}

void check_snapshot_version(Checkup& checkup, Release release) {
    const Setting& setting = *find_setting(Section::coordination_settings, "write_snapshot_version");
    const std::string key = below(coordination_section, setting.name);
    const auto version = checkup.number(setting, release);
    if (!checkup.configuration().has(key) || !version ||
        presence_in(setting.lifetime, release) == Presence::unknown)
        return;
    const int newest = keeper::newest_readable_snapshot_version(release);
    if (*version < keeper::snapshot_version::slim_nodes || *version > newest)
        checkup.add(release, "value.out-of-range", key,
                    fmt::format("write_snapshot_version is {}, which the release does not write", *version),
                    "It writes 6 up to the newest version that it reads.");
}

} // namespace keeperfs::config
