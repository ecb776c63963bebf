#pragma once
#include "keeperfs/export.h"

#include <optional>
#include <span>
#include <string>

namespace keeperfs::io {

struct HeldFile {
    std::string path;
    std::string process; ///< its number
};

/// A file in or below one of these directories that another process has open; of the processes that this one
/// may look at, which are all for root, and those of the same user otherwise (proc(5)).
KEEPERFS_EXPORT std::optional<HeldFile> find_open_file(std::span<const std::string> directories);

} // namespace keeperfs::io
