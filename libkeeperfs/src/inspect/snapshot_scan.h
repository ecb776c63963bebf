#pragma once
#include "keeperfs/inspect/data_scan.h"

namespace keeperfs::inspect {

/// nullopt: the file is gone.
std::optional<SnapshotScan> scan_snapshot(io::FileSystem& files, const std::string& path,
                                          keeper::SnapshotFile file, io::Meter* meter);

} // namespace keeperfs::inspect
