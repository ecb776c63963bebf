#pragma once
// How the storage of a release family applies a request (keeper-files 4, 6; keeper-behaviour 9). The family
// of 2022 is checked byte by byte against a running server of 22.10, the later ones are read in their sources
// only.
#include "keeperfs/export.h"
#include "keeperfs/keeper/releases.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace keeperfs::keeper {

enum class RuleFamily : std::uint8_t {
    year22, ///< to 23.3
    year24, ///< 23.4 to 25.6; the last patch releases of 24.8, 25.3, 25.4 and 25.6 follow year25
    year25, ///< 25.7 to 26.7
    year26, ///< 26.8 and later
};
KEEPERFS_EXPORT std::string_view name_of(RuleFamily family); ///< "22", "24", "25", "26"

/// What becomes of world:anyone beside other entries; a list that is open to all is never stored
/// (ClickHouse's pull requests 82755 of June 2025 and 120265 of September 2026, and their backports).
enum class WorldEntries : std::uint8_t {
    dropped,             ///< whatever their permissions
    dropped_if_all_bits, ///< those with fewer permissions are kept
    kept,
};

/// Each flag is one difference between the families; what they share has none.
struct RuleSet {
    RuleFamily family = RuleFamily::year22;
    WorldEntries world_entries = WorldEntries::dropped;
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
/// What a digest version in records shows: 1 and 2 year22, 4 (24.2 to 26.5) year25, since the last patches of
/// most of these releases follow it, 5 year26; nullopt for others.
KEEPERFS_EXPORT std::optional<RuleFamily> rule_family_shown_by_digest(int digest_version);
/// Versions 6 and 7 year25, later ones year26; older snapshots are read by every release and show nothing.
KEEPERFS_EXPORT std::optional<RuleFamily> rule_family_shown_by_snapshot(int snapshot_version);

} // namespace keeperfs::keeper
