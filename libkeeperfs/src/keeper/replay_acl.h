#pragma once
// Who may do what: the lists that nodes have, and what becomes of a list that a client sends.
#include "keeperfs/keeper/replay_rules.h"
#include "keeperfs/keeper/snapshot.h"
#include "keeperfs/tree/acl.h"
#include "keeperfs/tree/session.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <unordered_map>

namespace keeperfs::keeper {

using Authentications = std::span<const tree::Session::Authentication>;

/// What superdigest and super share: the scheme that is never refused.
inline constexpr std::string_view super_scheme = "super";

/// Each different list once. Place 0 is "no ACL"; an empty list means the same and is stored there.
class AclStore {
public:
    static constexpr std::uint32_t open = 0;

    AclStore();
    /// An entry of a snapshot's map; nodes name it by `id` from then on.
    void load(const AclMapEntry& entry);
    /// The place of a snapshot's id. One that the map lacks gets a place that nobody may use, as on a server,
    /// which fails when it looks there.
    std::uint32_t place_of(std::uint64_t id);
    /// A snapshot's id as it is once its lists are stored: 0 where the list is empty.
    std::uint64_t id_of(std::uint64_t in_snapshot) const;

    std::uint32_t add(const tree::AclList& list);
    std::uint64_t id(std::uint32_t place) const { return entries_[place].id; }
    const tree::AclList& list(std::uint32_t place) const { return entries_[place].list; }
    std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(entries_.size()); }
    bool is_unknown(std::uint32_t place) const { return entries_[place].is_unknown; }

    bool allows(std::uint32_t place, std::int32_t permission, Authentications who) const;

private:
    struct Entry {
        std::uint64_t id = 0;
        tree::AclList list;
        bool is_unknown = false;
    };
    std::deque<Entry> entries_;
    std::map<tree::AclList, std::uint32_t> places_;
    std::unordered_map<std::uint64_t, std::uint32_t> by_id_;
    std::uint64_t next_id_ = 1;

    std::uint64_t new_id();
    std::uint32_t append(Entry entry);
};

/// The list as it is stored; nullopt where the server answers INVALIDACL.
std::optional<tree::AclList> stored_acl(const tree::AclList& sent, Authentications who, const RuleSet& rules);

} // namespace keeperfs::keeper
