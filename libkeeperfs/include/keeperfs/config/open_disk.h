#pragma once
// A place of a configuration as a disk that can be read and written.
#include "keeperfs/config/keeper_settings.h"
#include "keeperfs/export.h"
#include "keeperfs/storage/disk.h"

#include <memory>
#include <optional>
#include <string>

namespace keeperfs::config {

/// A directory, or a disk of type local, s3_plain or s3. `environment`: for keys that the configuration does
/// not have. `metadata_version`: of what is written on a disk of type s3; nullopt: as its other files. Throws
/// Error(bad_input) for a disk that is not defined or of another type.
KEEPERFS_EXPORT std::unique_ptr<storage::Disk>
open_disk(const KeeperSettings& settings, const StoragePlace& place, const std::string& main_file,
          const storage::Environment& environment, std::optional<unsigned> metadata_version = std::nullopt);

/// All places of the log as one disk for looking, of the snapshots, and of the state. Where one name lies at
/// several places that file counts which counts for a server: of the log the one that it reads last, of the
/// snapshots the first.
KEEPERFS_EXPORT std::unique_ptr<storage::Disk> open_logs(const KeeperSettings& settings,
                                                         const std::string& main_file,
                                                         const storage::Environment& environment);
KEEPERFS_EXPORT std::unique_ptr<storage::Disk> open_snapshots(const KeeperSettings& settings,
                                                              const std::string& main_file,
                                                              const storage::Environment& environment);
KEEPERFS_EXPORT std::unique_ptr<storage::Disk> open_state(const KeeperSettings& settings,
                                                          const std::string& main_file,
                                                          const storage::Environment& environment);

} // namespace keeperfs::config
