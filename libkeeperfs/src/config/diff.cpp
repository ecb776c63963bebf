#include "keeperfs/config/diff.h"

#include <unordered_map>

namespace keeperfs::config {

namespace {

/// A value that could not be found out is the same only as one that would come from the same place.
bool is_same(const Value& a, const Value& b) {
    return a.text == b.text && a.is_resolved == b.is_resolved && a.is_encrypted == b.is_encrypted &&
           (a.is_resolved || a.substitution == b.substitution);
}

} // namespace

std::vector<Difference> differences(const Configuration& before, const Configuration& after) {
    const std::vector<Entry> old_entries = before.entries();
    const std::vector<Entry> new_entries = after.entries();
    std::unordered_map<std::string_view, const Value*> news;
    for (const Entry& entry : new_entries)
        news.emplace(entry.key, &entry.value);

    std::vector<Difference> found;
    for (const Entry& entry : old_entries) {
        const auto same_key = news.find(entry.key);
        if (same_key == news.end()) {
            found.push_back({entry.key, entry.value, std::nullopt});
            continue;
        }
        if (!is_same(entry.value, *same_key->second))
            found.push_back({entry.key, entry.value, *same_key->second});
        news.erase(same_key);
    }
    for (const Entry& entry : new_entries)
        if (news.contains(entry.key))
            found.push_back({entry.key, std::nullopt, entry.value});
    return found;
}

} // namespace keeperfs::config
