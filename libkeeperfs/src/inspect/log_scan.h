#pragma once
#include "keeperfs/inspect/data_scan.h"

namespace keeperfs::inspect {

/// nullopt: the file is gone.
std::optional<LogScan> scan_log(io::FileSystem& files, const std::string& path, keeper::ChangelogFile file,
                                io::Meter* meter);

} // namespace keeperfs::inspect
