#include "probe/answer_builder.h"

#include <charconv>
#include <limits>

namespace keeperfs::probe {

namespace {

template <class T, class... Form> std::optional<T> whole_number(std::string_view text, Form... form) {
    T value{};
    const char* const last = text.data() + text.size();
    const auto [end, problem] = std::from_chars(text.data(), last, value, form...);
    return problem == std::errc() && end == last ? std::optional(value) : std::nullopt;
}

} // namespace

Value number_or_text(std::string_view text) {
    if (const auto integer = to_integer(text))
        return *integer;
    if (const auto large = whole_number<std::uint64_t>(text))
        return *large == std::numeric_limits<std::uint64_t>::max() ? Value(std::int64_t{-1}) : Value(*large);
    // Words such as "infinity" are texts.
    const bool may_be_real = !text.empty() && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
    if (may_be_real)
        if (const auto real = whole_number<double>(text))
            return *real;
    return text == "NaN" ? Value(std::numeric_limits<double>::quiet_NaN()) : Value(std::string(text));
}

std::optional<std::int64_t> to_integer(std::string_view text) { return whole_number<std::int64_t>(text); }

std::optional<Id> to_id(std::string_view text) {
    const bool is_hex = text.starts_with("0x");
    if (is_hex && text.size() == 2)
        return Id{0};
    const auto value = whole_number<std::uint64_t>(text.substr(is_hex ? 2 : 0), is_hex ? 16 : 10);
    return value ? std::optional(Id{*value}) : std::nullopt;
}

std::optional<NameAndValue> split_at(std::string_view line, std::string_view separator) {
    const std::size_t at = line.find(separator);
    if (at == std::string_view::npos)
        return std::nullopt;
    return NameAndValue{line.substr(0, at), line.substr(at + separator.size())};
}

} // namespace keeperfs::probe
