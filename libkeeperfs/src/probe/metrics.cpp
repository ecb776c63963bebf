#include "keeperfs/probe/metrics.h"

#include "keeperfs/base/text.h"

#include <charconv>
#include <limits>
#include <map>

namespace keeperfs::probe {

namespace {

bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool starts_metric(char c) noexcept { return is_letter(c) || c == ':'; }

template <class Number> std::optional<Number> whole_number(std::string_view text) {
    Number number{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(number)
                                                                                       : std::nullopt;
}

/// As Go's ParseFloat reads it, without its hexadecimal numbers and underscores, which nobody writes.
std::optional<Value> number_of(std::string_view text) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (text == "NaN")
        return std::numeric_limits<double>::quiet_NaN();
    if (text == "+Inf" || text == "Inf")
        return infinity;
    if (text == "-Inf")
        return -infinity;
    if (text.starts_with('+'))
        text.remove_prefix(text.starts_with("+-") ? 0 : 1);
    if (text.find_first_not_of("0123456789.eE+-") != std::string_view::npos)
        return std::nullopt;
    if (const auto number = whole_number<std::int64_t>(text))
        return *number;
    if (const auto number = whole_number<std::uint64_t>(text))
        return *number;
    if (const auto number = whole_number<double>(text))
        return *number;
    return std::nullopt;
}

/// What is left of a line.
class Line {
public:
    explicit Line(std::string_view text) : left_(text) {}

    bool at_end() const noexcept { return left_.empty(); }
    bool take(char c) noexcept {
        if (!left_.starts_with(c))
            return false;
        left_.remove_prefix(1);
        return true;
    }
    void skip_blanks() noexcept {
        left_.remove_prefix(std::min(left_.find_first_not_of(" \t"), left_.size()));
    }
    std::string_view word() noexcept { return taken(std::min(left_.find_first_of(" \t"), left_.size())); }
    std::string_view rest() noexcept { return taken(left_.size()); }
    /// Empty where there is none.
    std::string_view name(bool (*starts)(char)) noexcept {
        std::size_t size = 0;
        while (size < left_.size() && (starts(left_[size]) || (size > 0 && is_digit(left_[size]))))
            ++size;
        return taken(size);
    }
    /// What stands between quotes, with \\, \" and \n replaced.
    std::optional<std::string> quoted() {
        if (!take('"'))
            return std::nullopt;
        std::string text;
        while (!left_.empty() && left_.front() != '"') {
            char c = left_.front();
            left_.remove_prefix(1);
            if (c == '\\') {
                if (left_.empty() || std::string_view("\\\"n").find(left_.front()) == std::string_view::npos)
                    return std::nullopt;
                c = left_.front() == 'n' ? '\n' : left_.front();
                left_.remove_prefix(1);
            }
            text += c;
        }
        return take('"') && is_utf8(text) ? std::optional(std::move(text)) : std::nullopt;
    }

private:
    std::string_view left_;

    std::string_view taken(std::size_t size) noexcept {
        const std::string_view text = left_.substr(0, size);
        left_.remove_prefix(size);
        return text;
    }
};

class MetricsReader {
public:
    explicit MetricsReader(std::vector<Sample>& samples) : samples_(samples) {}

    /// False: this is no line of the format.
    bool take(std::string_view text) {
        Line line(text);
        line.skip_blanks();
        if (line.at_end())
            return true;
        return line.take('#') ? take_comment(line) : take_sample(line);
    }
    /// A type may stand behind the first sample.
    void finish() {
        for (Sample& sample : samples_)
            sample.type = type_of(sample.name);
    }

private:
    std::vector<Sample>& samples_;
    std::map<std::string, std::string, std::less<>> types_;

    bool take_comment(Line& line) {
        line.skip_blanks();
        const std::string_view keyword = line.word();
        if (keyword != "TYPE" && keyword != "HELP")
            return true;
        line.skip_blanks();
        const std::string_view name = line.name(&starts_metric);
        if (name.empty())
            return false;
        if (keyword == "HELP")
            return is_utf8(line.rest());
        line.skip_blanks();
        const std::string_view type = line.word();
        constexpr std::string_view known[] = {"counter", "gauge", "histogram", "summary", "untyped"};
        line.skip_blanks();
        return line.at_end() && std::ranges::find(known, type) != std::end(known) &&
               types_.try_emplace(std::string(name), type).second;
    }
    bool take_sample(Line& line) {
        if (samples_.size() == most_samples)
            return false;
        Sample& sample = samples_.emplace_back();
        sample.name = line.name(&starts_metric);
        line.skip_blanks();
        if (sample.name.empty() || (line.take('{') && !take_labels(line, sample)))
            return false;
        line.skip_blanks();
        const auto value = number_of(line.word());
        if (!value)
            return false;
        sample.value = *value;
        line.skip_blanks();
        if (line.at_end())
            return true;
        sample.ms_since_1970 = whole_number<std::int64_t>(line.word());
        line.skip_blanks();
        return sample.ms_since_1970 && line.at_end();
    }
    /// Behind the opening bracket.
    static bool take_labels(Line& line, Sample& into) {
        for (line.skip_blanks(); !line.take('}'); line.skip_blanks()) {
            const std::string_view name = line.name(&is_letter);
            line.skip_blanks();
            if (name.empty() || !line.take('='))
                return false;
            line.skip_blanks();
            auto value = line.quoted();
            if (!value)
                return false;
            into.labels.emplace_back(name, std::move(*value));
            line.skip_blanks();
            if (!line.take(','))
                return line.take('}');
        }
        return true;
    }
    std::string type_of(std::string_view name) const {
        if (const auto found = types_.find(name); found != types_.end())
            return found->second;
        for (const std::string_view suffix : {"_bucket", "_sum", "_count"})
            if (name.ends_with(suffix))
                if (const auto found = types_.find(name.substr(0, name.size() - suffix.size()));
                    found != types_.end() && (found->second == "histogram" || found->second == "summary"))
                    return found->second;
        return "untyped";
    }
};

} // namespace

Reading read_metrics(std::string_view text, std::vector<Sample>& into) {
    into.clear();
    MetricsReader reader(into);
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::size_t before = into.size();
        const bool is_right = reader.take(text.substr(0, end));
        if (end == std::string_view::npos) // a whole text ends with a line feed
            return before > 0 || (is_right && !into.empty()) ? Reading::cut_short : Reading::not_understood;
        if (!is_right)
            return Reading::not_understood;
        text.remove_prefix(end + 1);
    }
    reader.finish();
    return into.empty() ? Reading::not_understood : Reading::whole;
}

} // namespace keeperfs::probe
