#pragma once
#include "keeperfs/inspect/finding_table.h"

#include <vector>

namespace keeperfs::inspect {

/// All that is to say of one directory's files by themselves and against each other.
std::vector<FsckFinding> find_faults(const DirectoryScan& scan, const LogImage& image);

} // namespace keeperfs::inspect
