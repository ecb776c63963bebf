#include "config/checkup.h"

#include "keeperfs/config/finding_table.h"
#include "keeperfs/config/values.h"

#include <charconv>

namespace keeperfs::config {

namespace {

Release after(Release release) {
    return release.month == 12 ? Release{release.year + 1, 1} : Release{release.year, release.month + 1};
}

std::vector<ReleaseRange> ranges_of(const std::set<Release>& releases) {
    std::vector<ReleaseRange> ranges;
    for (const Release release : releases)
        if (!ranges.empty() && after(ranges.back().last) == release)
            ranges.back().last = release;
        else
            ranges.push_back({release, release});
    return ranges;
}

std::string main_file_of(const Configuration& configuration) {
    const auto main = std::ranges::find(configuration.files(), SourceFile::Role::main, &SourceFile::role);
    return main == configuration.files().end() ? "" : main->path;
}

std::string text_of(const ReleaseRange& range) {
    if (range.first == range.last)
        return keeper::text_of(range.first);
    if (range.last == keeper::newest_known_release)
        return fmt::format("{} and later", keeper::text_of(range.first));
    return fmt::format("{} to {}", keeper::text_of(range.first), keeper::text_of(range.last));
}

} // namespace

std::string text_of(const std::vector<ReleaseRange>& releases) {
    std::string text;
    for (const ReleaseRange& range : releases)
        text += (text.empty() ? "" : &range == &releases.back() ? " and " : ", ") + text_of(range);
    return text;
}

void sort(std::vector<ConfigFinding>& findings) {
    std::ranges::stable_sort(findings, [](const ConfigFinding& a, const ConfigFinding& b) {
        return std::tuple(b.finding.severity, a.finding.file, a.finding.line.value_or(0)) <
               std::tuple(a.finding.severity, b.finding.file, b.finding.line.value_or(0));
    });
}

std::vector<Release> releases_of(const CheckPlan& plan) {
    if (plan.release)
        return {*plan.release};
    std::vector<Release> all;
    for (Release release = keeper::oldest_known_release; release <= keeper::newest_known_release;
         release = after(release))
        all.push_back(release);
    return all;
}

std::optional<std::uint64_t> number_with_suffix(std::string_view text) noexcept {
    std::uint64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc())
        return std::nullopt;
    std::string_view suffix = text.substr(static_cast<std::size_t>(end - text.data()));
    if (suffix.empty())
        return number;
    constexpr std::string_view letters = "kmgtpe";
    const auto power = letters.find(static_cast<char>(suffix[0] | 0x20));
    suffix.remove_prefix(1);
    if (power == std::string_view::npos || (!suffix.empty() && suffix != "i"))
        return std::nullopt;
    for (std::size_t i = 0; i <= power; ++i)
        if (__builtin_mul_overflow(number, suffix.empty() ? 1000 : 1024, &number))
            return std::nullopt;
    return number;
}

Checkup::Checkup(const Configuration& configuration, const CheckPlan& plan)
    : configuration_(configuration), plan_(plan), keeper_(read_keeper_settings(configuration)),
      main_file_(main_file_of(configuration)) {}

Origin Checkup::origin(std::string key) const {
    while (!key.empty()) {
        if (const auto value = configuration_.value(key))
            return value->origin;
        const auto dot = key.rfind('.');
        key.resize(dot == std::string::npos ? 0 : dot);
    }
    return {main_file_, 0};
}

bool Checkup::is_known(std::string_view key) const {
    const auto value = configuration_.value(key);
    return value && value->is_resolved && !value->is_encrypted;
}

std::string Checkup::text(std::string_view key) const {
    const auto value = configuration_.value(key);
    return value ? value->text : "";
}

std::optional<std::int64_t> Checkup::number(const Setting& setting, Release release) const {
    const auto value = configuration_.value(below(path_of(setting.section), setting.name));
    const std::string text = value ? value->text : std::string(default_in(setting, release));
    if (setting.section != Section::coordination_settings)
        return integer_of(text);
    const auto number = number_with_suffix(text);
    return number && *number <= INT64_MAX ? std::optional(static_cast<std::int64_t>(*number)) : std::nullopt;
}

std::optional<bool> Checkup::boolean(const Setting& setting, Release release) const {
    const auto value = configuration_.value(below(path_of(setting.section), setting.name));
    return boolean_of(value ? value->text : std::string(default_in(setting, release)));
}

Checkup::Entry& Checkup::entry(std::string_view code, const std::string& key, std::string message,
                               std::string hint) {
    const auto [place, is_new] =
        places_.try_emplace(fmt::format("{}\n{}\n{}", code, key, message), entries_.size());
    if (!is_new)
        return entries_[place->second];
    entries_.push_back({{make_finding(code, origin(key), std::move(message), std::move(hint)), key, {}}, {}});
    return entries_.back();
}

void Checkup::add(std::string_view code, const std::string& key, std::string message, std::string hint) {
    entry(code, key, std::move(message), std::move(hint));
}

void Checkup::add(Release release, std::string_view code, const std::string& key, std::string message,
                  std::string hint) {
    entry(code, key, std::move(message), std::move(hint)).releases.insert(release);
}

std::vector<ConfigFinding> Checkup::findings() const {
    const std::size_t asked = releases_of(plan_).size();
    std::vector<ConfigFinding> all;
    for (const Entry& entry : entries_) {
        all.push_back(entry.found);
        if (entry.releases.empty() || entry.releases.size() == asked)
            continue;
        all.back().releases = ranges_of(entry.releases);
        if (!entry.releases.contains(keeper::newest_known_release))
            all.back().finding.severity = Severity::note;
    }
    return all;
}

} // namespace keeperfs::config
