#pragma once
#include "keeperfs/keeper/snapshot.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace keeperfs::convert {

/// An id of an empty list means the same as id 0, but to 26.6: it refuses every request on the nodes that
/// have one (ClickHouse's issue 117603, mended by its pull request 118965 of September 2026).
enum class EmptyLists : std::uint8_t { kept, opened };

/// The ACL map of a rewritten snapshot: that of the old one, with ids that every version holds, and with the
/// lists that edits bring.
class AclPlan {
public:
    AclPlan(std::vector<keeper::AclMapEntry> old, EmptyLists empty_lists);

    /// Gives the list an id, unless it has one.
    void add(const tree::AclList& list);

    /// The id that takes the place of an old one; nullopt when the old map does not have it.
    std::optional<std::uint64_t> id_of(std::uint64_t old) const;
    /// Of a list that was added; 0 for the open list and for an empty one.
    std::uint64_t id_of(const tree::AclList& list) const;
    /// Whether two ids of this map mean the same list.
    bool same_list(std::uint64_t a, std::uint64_t b) const;

    const std::vector<keeper::AclMapEntry>& entries() const noexcept { return entries_; }
    std::uint64_t renumbered() const noexcept { return renumbered_; }
    std::uint64_t opened() const noexcept { return opened_; } ///< ids of empty lists that became 0

private:
    std::vector<keeper::AclMapEntry> entries_; ///< in the order of their ids, as servers write them
    std::unordered_map<std::uint64_t, std::uint64_t> ids_; ///< old -> new
    std::map<tree::AclList, std::uint64_t> by_list_;
    std::uint64_t renumbered_ = 0, opened_ = 0;

    const tree::AclList& list_of(std::uint64_t id) const;
    std::uint64_t free_id() const;
    void insert(keeper::AclMapEntry entry);
};

} // namespace keeperfs::convert
