#pragma once
#include "keeperfs/inspect/data_places.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"

#include <string>

namespace keeperfs::recover {

/// Copies every file of a Keeper's data, marks and what else lies among the logs too, to `target`/log,
/// snapshots and state, and compares each with its original before the directory gets its name.
/// Error(refused) when it is there and not empty, Error(bad_output) when a copy differs.
void back_up(io::FileSystem& files, const inspect::DataPlaces& places, const std::string& target,
             io::Meter* meter);

} // namespace keeperfs::recover
