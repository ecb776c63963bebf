#include "keeper/replay_acl.h"

#include <algorithm>

namespace keeperfs::keeper {

namespace {
bool is_world(const tree::Acl& acl) { return acl.scheme == "world" && acl.id == "anyone"; }

bool is_open_to_all(const tree::AclList& list) {
    return std::ranges::all_of(
        list, [](const tree::Acl& acl) { return is_world(acl) && acl.permissions == tree::permission::all; });
}
} // namespace

AclStore::AclStore() { entries_.push_back({}); }

std::uint32_t AclStore::append(Entry entry) {
    const auto place = size();
    by_id_.emplace(entry.id, place);
    entries_.push_back(std::move(entry));
    return place;
}

void AclStore::load(const AclMapEntry& entry) {
    if (entry.list.empty()) {
        by_id_.emplace(entry.id, open);
        return;
    }
    const std::uint32_t place = append({entry.id, entry.list, false});
    places_.try_emplace(entry.list, place);
}

std::uint32_t AclStore::place_of(std::uint64_t id) {
    if (id == 0)
        return open;
    const auto found = by_id_.find(id);
    return found != by_id_.end() ? found->second : append({id, {}, true});
}

std::uint64_t AclStore::id_of(std::uint64_t in_snapshot) const {
    const auto found = by_id_.find(in_snapshot);
    return found != by_id_.end() ? id(found->second) : in_snapshot;
}

std::uint64_t AclStore::new_id() {
    while (next_id_ == 0 || by_id_.contains(next_id_))
        ++next_id_;
    return next_id_;
}

std::uint32_t AclStore::add(const tree::AclList& list) {
    if (list.empty())
        return open;
    const auto found = places_.find(list);
    if (found != places_.end())
        return found->second;
    const std::uint32_t place = append({new_id(), list, false});
    places_.emplace(list, place);
    return place;
}

bool AclStore::allows(std::uint32_t place, std::int32_t permission, Authentications who) const {
    if (place == open)
        return true;
    const auto is_super = [](const auto& authentication) { return authentication.scheme == super_scheme; };
    if (std::ranges::any_of(who, is_super))
        return true;
    return std::ranges::any_of(list(place), [&](const tree::Acl& acl) {
        const auto is_meant = [&](const auto& authentication) {
            return authentication.scheme == acl.scheme && authentication.id == acl.id;
        };
        return (acl.permissions & permission) != 0 && (is_world(acl) || std::ranges::any_of(who, is_meant));
    });
}

std::optional<tree::AclList> stored_acl(const tree::AclList& sent, Authentications who,
                                        const RuleSet& rules) {
    tree::AclList stored;
    bool has_valid = sent.empty();
    for (const tree::Acl& acl : sent) {
        if (acl.scheme == "auth") {
            for (const auto& authentication : who)
                stored.push_back({acl.permissions, authentication.scheme, authentication.id});
            has_valid = has_valid || !who.empty();
        } else if (is_world(acl)) {
            has_valid = true;
            if (!rules.drops_world_entries)
                stored.push_back(acl);
        } else if (acl.scheme == "digest") {
            if (std::ranges::count(acl.id, ':') != 1)
                return std::nullopt;
            has_valid = true;
            stored.push_back(acl);
        }
    }
    if (!has_valid)
        return std::nullopt;
    if (is_open_to_all(stored))
        stored.clear();
    return stored;
}

} // namespace keeperfs::keeper
