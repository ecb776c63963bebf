#pragma once
#include "keeper/look_ahead.h"

#include "keeperfs/inspect/data_scan.h"

#include <functional>
#include <memory>

namespace keeperfs::inspect {

/// Gets what the logs hold for a replay when all of them are read, which may be before the snapshots are; on
/// the thread that read the last one. Not called where there are none.
using LogsAreRead = std::function<void(std::shared_ptr<keeper::LookAhead>)>;

/// scan_directory(), by all cores where there is someone to go on with the logs.
DirectoryScan scan_for_replay(io::FileSystem& files, const DataPlaces& places,
                              const LogsAreRead& logs_are_read, io::Meter* meter);

} // namespace keeperfs::inspect
