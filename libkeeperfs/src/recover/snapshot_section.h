#pragma once
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/keeper/cluster_config.h"
#include "keeperfs/storage/disk.h"

#include <string>

namespace keeperfs::recover {

/// Copies a snapshot with another cluster configuration in the section at its end. All other bytes stay as
/// they are once decoded, whatever the version; the codec stays too. The configuration inside the raft
/// metadata is left alone: servers do not look at it (keeper-behaviour 6.4a).
///
/// Reads the file twice, and what was written once: Error(bad_output) when it is not what was meant.
void copy_with_section(io::FileSystem& files, const std::string& from, storage::Disk& disk,
                       const std::string& name, const keeper::ClusterConfig& membership, io::Meter* meter);

} // namespace keeperfs::recover
