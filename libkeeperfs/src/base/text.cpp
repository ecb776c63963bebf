#include "keeperfs/base/text.h"

#include "base/base64.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstring>
#include <ctime>
#include <numeric>
#include <vector>

namespace keeperfs {

std::string hex(std::uint64_t value) { return fmt::format("{:#x}", value); }

std::string hex_bytes(Bytes bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const std::uint8_t b : bytes)
        fmt::format_to(std::back_inserter(out), "{:02x}", b);
    return out;
}

std::string grouped(std::uint64_t value) {
    const std::string digits = std::to_string(value);
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0)
            out += ',';
        out += digits[i];
    }
    return out;
}

std::string size_text(std::uint64_t bytes) {
    constexpr std::array units{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 1024 && unit + 1 < units.size()) {
        value /= 1024;
        ++unit;
    }
    return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, units[unit]);
}

std::string duration_text(std::chrono::nanoseconds duration) {
    const double seconds = std::chrono::duration<double>(duration).count();
    if (seconds < 60)
        return fmt::format("{:.2f}s", seconds);
    const auto whole = static_cast<std::uint64_t>(seconds);
    if (whole < 3600)
        return fmt::format("{}m {}s", whole / 60, whole % 60);
    return fmt::format("{}h {}m {}s", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string time_text(std::int64_t ms_since_1970) {
    std::int64_t seconds = ms_since_1970 / 1000;
    std::int64_t ms = ms_since_1970 % 1000;
    if (ms < 0) {
        ms += 1000;
        --seconds;
    }
    const std::time_t when = seconds;
    std::tm utc{};
    if (gmtime_r(&when, &utc) == nullptr)
        return std::to_string(ms_since_1970);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900LL, utc.tm_mon + 1,
                       utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, ms);
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", grouped(count), count == 1 ? one : many);
}

namespace {

/// Length of the well-formed UTF-8 sequence at the front of text; 0 when there is none.
std::size_t utf8_length(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const auto follows = [&](std::size_t i, std::uint8_t low = 0x80, std::uint8_t high = 0xbf) {
        return i < text.size() && byte(i) >= low && byte(i) <= high;
    };
    const std::uint8_t lead = byte(0);
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead <= 0xdf)
        return follows(1) ? 2 : 0;
    if (lead >= 0xe0 && lead <= 0xef) {
        const std::uint8_t low = lead == 0xe0 ? 0xa0 : 0x80;
        const std::uint8_t high = lead == 0xed ? 0x9f : 0xbf;
        return follows(1, low, high) && follows(2) ? 3 : 0;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        const std::uint8_t low = lead == 0xf0 ? 0x90 : 0x80;
        const std::uint8_t high = lead == 0xf4 ? 0x8f : 0xbf;
        return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

} // namespace

bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        const std::size_t n = utf8_length(text);
        if (n == 0)
            return false;
        text.remove_prefix(n);
    }
    return true;
}

std::string escaped(std::string_view foreign) {
    std::string out;
    out.reserve(foreign.size());
    while (!foreign.empty()) {
        const std::size_t n = utf8_length(foreign);
        const auto first = static_cast<std::uint8_t>(foreign[0]);
        // C0 and C1 controls and DEL can move a terminal's cursor or change its state.
        const bool control = (n == 1 && (first < 0x20 || first == 0x7f)) ||
                             (n == 2 && first == 0xc2 && static_cast<std::uint8_t>(foreign[1]) < 0xa0);
        if (n == 0 || control) {
            const std::size_t escaped_bytes = n == 0 ? 1 : n;
            for (std::size_t i = 0; i < escaped_bytes; ++i)
                fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<std::uint8_t>(foreign[i]));
            foreign.remove_prefix(escaped_bytes);
        } else if (first == '\\') {
            out += "\\\\";
            foreign.remove_prefix(1);
        } else {
            out += foreign.substr(0, n);
            foreign.remove_prefix(n);
        }
    }
    return out;
}

void append_base64(std::string& out, Bytes bytes) {
    const std::size_t start = out.size();
    out.resize(start + (bytes.size() + 2) / 3 * 4);
    char* to = out.data() + start;
    std::size_t i = 0;
    const auto put = [&](std::uint32_t three) {
        for (int shift = 18; shift >= 0; shift -= 6)
            *to++ = base64_alphabet[three >> shift & 63];
    };
    for (; i + 3 <= bytes.size(); i += 3)
        put(std::uint32_t{bytes[i]} << 16 | std::uint32_t{bytes[i + 1]} << 8 | bytes[i + 2]);
    if (const std::size_t rest = bytes.size() - i; rest > 0) {
        put(std::uint32_t{bytes[i]} << 16 | (rest > 1 ? std::uint32_t{bytes[i + 1]} << 8 : 0U));
        std::memset(to - (3 - rest), '=', 3 - rest);
    }
}

std::string base64(Bytes bytes) {
    std::string out;
    append_base64(out, bytes);
    return out;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || !(number >= 0))
        return std::nullopt;
    std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    int shift = 0;
    if (!unit.empty() && unit != "B") {
        const std::size_t power = std::string_view("KMGT").find(static_cast<char>(unit[0] & ~0x20));
        if (power == std::string_view::npos)
            return std::nullopt;
        shift = 10 * static_cast<int>(power + 1);
        unit.remove_prefix(1);
        if (!unit.empty() && unit != "iB" && unit != "B" && unit != "ib" && unit != "b")
            return std::nullopt;
    }
    const double bytes = number * static_cast<double>(std::uint64_t{1} << shift);
    if (bytes >= 0x1p63)
        return std::nullopt;
    return static_cast<std::uint64_t>(bytes);
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || !(number >= 0))
        return std::nullopt;
    struct Unit {
        std::string_view name;
        double ms;
    };
    constexpr std::array units{Unit{"ms", 1}, Unit{"s", 1e3}, Unit{"m", 60e3}, Unit{"h", 3600e3}};
    const std::string_view name(end, static_cast<std::size_t>(text.data() + text.size() - end));
    const auto unit = std::ranges::find(units, name, &Unit::name);
    constexpr double a_thousand_years_ms = 3.2e13;
    if (unit == units.end() || number * unit->ms > a_thousand_years_ms)
        return std::nullopt;
    return std::chrono::milliseconds(static_cast<std::int64_t>(number * unit->ms + 0.5));
}

std::optional<std::int64_t> parse_zxid(std::string_view text) {
    const bool is_hex = text.starts_with("0x") || text.starts_with("0X");
    if (is_hex)
        text.remove_prefix(2);
    std::int64_t value = 0;
    const auto [end, problem] =
        std::from_chars(text.data(), text.data() + text.size(), value, is_hex ? 16 : 10);
    if (problem != std::errc() || end != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

std::optional<std::int64_t> parse_session_id(std::string_view text) {
    const auto all_of = [](std::string_view digits, auto value, int base) {
        const auto [end, problem] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
        const bool is_number = problem == std::errc() && end == digits.data() + digits.size();
        return is_number ? std::optional(static_cast<std::int64_t>(value)) : std::nullopt;
    };
    if (text.starts_with("0x") || text.starts_with("0X"))
        return all_of(text.substr(2), std::uint64_t{}, 16);
    return all_of(text, std::int64_t{}, 10);
}

namespace {

/// Takes `digits` decimal digits from the front.
std::optional<int> take_digits(std::string_view& text, std::size_t digits) {
    int value = 0;
    if (text.size() < digits)
        return std::nullopt;
    for (std::size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return value;
}
bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text[0]) == std::string_view::npos)
        return false;
    text.remove_prefix(1);
    return true;
}

} // namespace

std::optional<std::int64_t> parse_time(std::string_view text) {
    std::int64_t plain = 0;
    if (const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), plain);
        problem == std::errc() && end == text.data() + text.size() && plain >= 0)
        return plain;

    std::array<int, 6> parts{};
    constexpr std::array<std::string_view, 6> before{"", "-", "-", "Tt ", ":", ":"};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0 && !take(text, before[i]))
            return std::nullopt;
        const auto value = take_digits(text, i == 0 ? 4 : 2);
        if (!value)
            return std::nullopt;
        parts[i] = *value;
    }
    const auto [year, month, day, hour, minute, second] = parts;
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok() || hour > 23 || minute > 59 || second > 60)
        return std::nullopt;
    std::int64_t ms = 0;
    if (take(text, ".")) {
        std::int64_t scale = 100;
        bool any = false;
        while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
            ms += scale * (text[0] - '0');
            scale /= 10;
            text.remove_prefix(1);
            any = true;
        }
        if (!any)
            return std::nullopt;
    }
    int offset_minutes = 0;
    if (!take(text, "Zz")) {
        const bool negative = !text.empty() && text[0] == '-';
        if (!take(text, "+-"))
            return std::nullopt;
        const auto hours = take_digits(text, 2);
        if (!hours || !take(text, ":"))
            return std::nullopt;
        const auto minutes = take_digits(text, 2);
        if (!minutes || *hours > 23 || *minutes > 59)
            return std::nullopt;
        offset_minutes = (*hours * 60 + *minutes) * (negative ? -1 : 1);
    }
    if (!text.empty())
        return std::nullopt;
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    return (((days * 24 + hour) * 60 + minute - offset_minutes) * 60 + second) * 1000 + ms;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
        }
    }
    return row[b.size()];
}

} // namespace keeperfs
