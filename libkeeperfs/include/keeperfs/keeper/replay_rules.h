#pragma once
// How the storage of a release family applies a request (keeper-files 4, 6; keeper-behaviour 9). Two families
// are known: that of 2022, checked byte by byte against a running server of 22.10, and that of 2026, read in
// its source only.
#include "keeperfs/export.h"
#include "keeperfs/keeper/releases.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace keeperfs::keeper {

enum class RuleFamily : std::uint8_t {
    year22, ///< to 23.3
    year26, ///< after it
};
KEEPERFS_EXPORT std::string_view name_of(RuleFamily family); ///< "22", "26"

/// Each flag is one difference between the families; what they share has none.
struct RuleSet {
    RuleFamily family = RuleFamily::year22;
    /// world:anyone entries are not stored, whatever their permissions; otherwise only a list that is open to
    /// all is left out.
    bool drops_world_entries = true;
    /// All permissions of a multi are checked before its first part runs, against the tree before it.
    bool checks_multi_permissions_first = true;
    /// set of "/" counts as a change of a child of "/".
    bool set_of_root_moves_its_cversion = true;
    /// "/keeperfoo" counts as a part of "/keeper", which no client may change.
    bool reserves_keeper_prefix = true;
    /// A node made with a sequential name is marked as such in the snapshot (to 24.2).
    bool marks_sequential_nodes = true;
    /// remove_recursive needs the permission on every node below, and refuses "/".
    bool removes_recursively_with_all_permissions = false;
    /// check and its kin of "/keeper" and below fail: what is there differs between servers.
    bool refuses_checks_of_system_nodes = false;
};

KEEPERFS_EXPORT RuleSet rules_of(RuleFamily family);
KEEPERFS_EXPORT RuleFamily rule_family_of(Release release);
/// What a digest version in records shows: 1 and 2 the old family, 4 and 5 the new one; nullopt for others.
KEEPERFS_EXPORT std::optional<RuleFamily> rule_family_shown_by_digest(int digest_version);
/// From version 6 on the new family; older snapshots are read by every release and show nothing.
KEEPERFS_EXPORT std::optional<RuleFamily> rule_family_shown_by_snapshot(int snapshot_version);

} // namespace keeperfs::keeper
