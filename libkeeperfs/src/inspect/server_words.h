#pragma once
// What servers print about files that they cannot read, for those who look for it in their logs. "..." stands
// where it is not known how a line goes on.
#include "keeperfs/inspect/data_scan.h"
#include "keeperfs/keeper/releases.h"
#include "keeperfs/keeper/replay.h"

#include <string>

namespace keeperfs::inspect {

/// The error with which the reading of a changelog ends, as a server of 22.10 words it (keeper-behaviour 1).
std::string words_about(const LogScan& log);
/// Likewise of a snapshot (keeper-behaviour 3).
std::string words_about(const SnapshotScan& snapshot);
/// The digest of a record is not that of the tree: the two lines in which a release says so.
std::vector<std::string> words_about(const keeper::DigestDisagreement& found, keeper::Release release);

} // namespace keeperfs::inspect
