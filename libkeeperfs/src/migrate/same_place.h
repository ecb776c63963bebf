#pragma once
#include "keeperfs/migrate/layout.h"

#include <string_view>

namespace keeperfs::migrate {

/// A name that every release with several disks passes over. It begins with no dot, since a disk may keep
/// such names for itself.
inline constexpr std::string_view same_place_name = "keeperfs.same-place";

/// Error(refused) when what is written to one place can be seen at the other: two names of one directory, by
/// a link or a mount, or of one bucket. A move between them would remove the only copy.
void refuse_same_place(const Place& from, const Place& to);

} // namespace keeperfs::migrate
