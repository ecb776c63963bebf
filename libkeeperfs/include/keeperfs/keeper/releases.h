#pragma once
// What each release of Keeper writes and reads.
#include "keeperfs/export.h"

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace keeperfs::keeper {

struct Release {
    int year = 0, month = 0;
    auto operator<=>(const Release&) const = default;
};
/// "25.3", "25.3.1.44", "v25.3-lts" -> 25.3.
KEEPERFS_EXPORT std::optional<Release> parse_release(std::string_view text);
KEEPERFS_EXPORT std::string text_of(Release release);

inline constexpr Release oldest_known_release{21, 8};
inline constexpr Release newest_known_release{26, 9};

/// The snapshot version that a server of this release writes unless told otherwise. Releases before the
/// oldest known count as that one, here and below, releases after the newest as the newest.
KEEPERFS_EXPORT int default_snapshot_version(Release release);
/// The newest that it reads.
KEEPERFS_EXPORT int newest_readable_snapshot_version(Release release);
/// The digest version that it computes; 0 where none, or where the exact form is not established
/// (24.1, 24.2).
KEEPERFS_EXPORT int digest_version_of(Release release);
/// The first known release that reads a snapshot version (and every later one does). Error(usage) for a
/// version that none reads.
KEEPERFS_EXPORT Release first_reader(int snapshot_version);
/// The first that writes this version or a later one unless told otherwise; nullopt when none does.
KEEPERFS_EXPORT std::optional<Release> first_default_writer(int snapshot_version);

} // namespace keeperfs::keeper
