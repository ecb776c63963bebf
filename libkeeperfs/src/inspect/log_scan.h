#pragma once
#include "keeper/look_ahead.h"

#include "keeperfs/inspect/data_scan.h"

namespace keeperfs::inspect {

/// nullopt: the file is gone. `ahead`: gets what a replay wants to know; null without one.
std::optional<LogScan> scan_log(io::FileSystem& files, const std::string& path, keeper::ChangelogFile file,
                                keeper::LookAhead* ahead, io::Meter* meter);

} // namespace keeperfs::inspect
