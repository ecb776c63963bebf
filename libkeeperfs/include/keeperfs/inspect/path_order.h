#pragma once
#include "keeperfs/export.h"

#include <string_view>

namespace keeperfs::inspect {

/// Whether `a` comes before `b` where each node comes before those below it, and these before its siblings:
/// names are compared byte by byte, and a path's end and a slash come before all bytes.
KEEPERFS_EXPORT bool comes_before(std::string_view a, std::string_view b) noexcept;

} // namespace keeperfs::inspect
