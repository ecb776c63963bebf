#pragma once
// The releases of ZooKeeper whose files are written, and what each expects behind a snapshot's nodes.
#include "keeperfs/export.h"

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace keeperfs::zookeeper {

struct Release {
    int major = 0, minor = 0;
    auto operator<=>(const Release&) const = default;
};
/// "3.8", "3.8.4" -> 3.8.
KEEPERFS_EXPORT std::optional<Release> parse_release(std::string_view text);
KEEPERFS_EXPORT std::string text_of(Release release);

/// 3.4 deletes containers and TTL nodes at its start.
inline constexpr Release oldest_written{3, 5}, newest_known{3, 9};

/// Section D, the tree's digest. From 3.9 on a server with digest.enabled=false does not load a file with it.
inline constexpr bool reads_digest(Release release) { return release >= Release{3, 6}; }
/// Section Z. Without D before it a server with the default settings does not load the file.
inline constexpr bool reads_last_zxid(Release release) { return release >= Release{3, 9}; }

} // namespace keeperfs::zookeeper
