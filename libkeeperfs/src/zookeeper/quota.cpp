#include "zookeeper/quota.h"

#include "zookeeper/paths.h"

#include <fmt/format.h>

#include <charconv>

namespace keeperfs::zookeeper {

namespace {

/// Calls f for "/a/b/c", "/a/b", "/a" until it returns true.
template <class F> void for_each_ancestor_or_self(std::string_view path, F f) {
    while (!path.empty()) {
        if (f(path))
            return;
        path = path.substr(0, path.rfind('/'));
    }
}

/// Clients can write any number into the statistics; a server adds to it as Java does.
std::int64_t wrapping_sum(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

} // namespace

std::optional<std::string_view> quota_target(std::string_view path, std::string_view leaf) {
    if (!path.starts_with(quota_root) || !path.ends_with(leaf) ||
        path.size() <= quota_root.size() + leaf.size())
        return std::nullopt;
    path.remove_prefix(quota_root.size());
    path.remove_suffix(leaf.size());
    return path.starts_with('/') ? std::optional(path) : std::nullopt;
}

std::string stats_text(QuotaUsage usage) {
    return fmt::format("count={},bytes={}", usage.nodes, usage.bytes);
}

std::string adjusted_stats_text(std::string_view text, QuotaUsage change) {
    // A key without a number, or a missing one, counts as -1, as in ZooKeeper's StatsTrack.
    std::map<std::string, std::int64_t, std::less<>> values;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(",;"), text.size());
        std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos)
            continue;
        std::string_view digits = pair.substr(equals + 1);
        digits = digits.substr(0, digits.find('='));
        std::int64_t value = -1;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        values.insert_or_assign(std::string(pair.substr(0, equals)), value);
    }
    const auto taken = [&](std::string_view key) {
        const auto found = values.find(key);
        if (found == values.end())
            return std::int64_t{-1};
        const std::int64_t value = found->second;
        values.erase(found);
        return value;
    };
    const std::int64_t nodes = wrapping_sum(taken("count"), change.nodes);
    const std::int64_t bytes = wrapping_sum(taken("bytes"), change.bytes);
    std::string out = stats_text({nodes, bytes});
    if (!values.empty()) {
        out += '=';
        for (const auto& [key, value] : values)
            out += fmt::format(";{}={}", key, value);
    }
    return out;
}

void QuotaBook::change(std::string_view path, QuotaUsage change) {
    for_each_ancestor_or_self(path, [&](std::string_view ancestor) {
        if (const auto found = usage_.find(ancestor); found != usage_.end()) {
            found->second.nodes += change.nodes;
            found->second.bytes += change.bytes;
        }
        return false;
    });
}

void QuotaBook::forget_below(std::string_view top) {
    for (auto entry = usage_.lower_bound(top); entry != usage_.end() && entry->first.starts_with(top);
         ++entry)
        if (is_at_or_below(entry->first, top))
            entry->second = {};
}

QuotaUsage QuotaBook::usage(std::string_view target) const {
    const auto found = usage_.find(target);
    return found == usage_.end() ? QuotaUsage{} : found->second;
}

std::optional<std::string_view> QuotaBook::nearest_limit(std::string_view path) const {
    std::optional<std::string_view> nearest;
    for_each_ancestor_or_self(path, [&](std::string_view ancestor) {
        if (const auto found = limited_.find(ancestor); found != limited_.end())
            nearest = *found;
        return nearest.has_value();
    });
    return nearest;
}

} // namespace keeperfs::zookeeper
