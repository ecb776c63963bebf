#pragma once
#include "keeperfs/export.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keeperfs::keeper {

/// snapshot_<index>.bin[.zstd], snapshot_<index>_<16 hex digits>.bin[.zstd] (26.7 on) -> index, as servers
/// parse it: what stands between the first '_' and the next '_' or '.'.
KEEPERFS_EXPORT std::optional<std::uint64_t> snapshot_index(std::string_view name);

struct ChangelogName {
    std::uint64_t from = 0, to = 0;
    std::string extension; ///< "bin", "bin.zstd"
};
/// changelog_<from>_<to>.<extension>; nullopt for anything else.
KEEPERFS_EXPORT std::optional<ChangelogName> parse_changelog_name(std::string_view name);

} // namespace keeperfs::keeper
