#pragma once
#include "keeperfs/inspect/finding_table.h"

#include <vector>

namespace keeperfs::inspect {

/// The index of the newest snapshot in which there is nothing wrong; 0 without one.
std::uint64_t newest_sound_index(const DirectoryScan& scan);

/// All that is to say of one directory's files by themselves and against each other.
std::vector<FsckFinding> find_faults(const DirectoryScan& scan, const LogImage& image);

} // namespace keeperfs::inspect
