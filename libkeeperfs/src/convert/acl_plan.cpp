#include "convert/acl_plan.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace keeperfs::convert {

namespace {

bool means_open(const tree::AclList& list) { return list.empty() || tree::is_open(list); }

auto place_of(auto& entries, std::uint64_t id) {
    return std::ranges::lower_bound(entries, id, {}, &keeper::AclMapEntry::id);
}

} // namespace

AclPlan::AclPlan(std::vector<keeper::AclMapEntry> old, EmptyLists empty_lists) {
    std::vector<keeper::AclMapEntry> wide;
    for (keeper::AclMapEntry& entry : old) {
        if (entry.list.empty() && empty_lists == EmptyLists::opened) {
            ids_[entry.id] = 0;
            ++opened_;
            continue;
        }
        auto& kind = entry.id > std::numeric_limits<std::uint32_t>::max() ? wide : entries_;
        kind.push_back(std::move(entry));
    }
    std::ranges::sort(entries_, {}, &keeper::AclMapEntry::id);
    for (const keeper::AclMapEntry& entry : entries_) {
        ids_[entry.id] = entry.id;
        by_list_.emplace(entry.list, entry.id);
    }
    renumbered_ = wide.size();
    for (keeper::AclMapEntry& entry : wide) {
        const std::uint64_t id = free_id();
        ids_[entry.id] = id;
        insert({id, std::move(entry.list)});
    }
}

/// One more than the greatest, and what is free below it when that is the last of all.
std::uint64_t AclPlan::free_id() const {
    if (entries_.empty() || entries_.back().id < std::numeric_limits<std::uint32_t>::max())
        return entries_.empty() ? 1 : entries_.back().id + 1;
    std::uint64_t id = 1;
    for (const keeper::AclMapEntry& entry : entries_) {
        if (entry.id != id)
            break;
        ++id;
    }
    return id;
}

void AclPlan::insert(keeper::AclMapEntry entry) {
    by_list_.emplace(entry.list, entry.id);
    entries_.insert(place_of(entries_, entry.id), std::move(entry));
}

void AclPlan::add(const tree::AclList& list) {
    if (!means_open(list) && !by_list_.contains(list))
        insert({free_id(), list});
}

std::optional<std::uint64_t> AclPlan::id_of(std::uint64_t old) const {
    if (old == 0)
        return 0;
    const auto found = ids_.find(old);
    return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

std::uint64_t AclPlan::id_of(const tree::AclList& list) const {
    return means_open(list) ? 0 : by_list_.at(list);
}

const tree::AclList& AclPlan::list_of(std::uint64_t id) const {
    static const tree::AclList open;
    return id == 0 ? open : place_of(entries_, id)->list;
}

bool AclPlan::same_list(std::uint64_t a, std::uint64_t b) const {
    return a == b || list_of(a) == list_of(b) || (means_open(list_of(a)) && means_open(list_of(b)));
}

} // namespace keeperfs::convert
