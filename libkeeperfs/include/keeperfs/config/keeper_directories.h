#pragma once
// Where on this machine the files lie that a configuration speaks of.
#include "keeperfs/config/keeper_settings.h"
#include "keeperfs/export.h"

#include <optional>
#include <string>
#include <vector>

namespace keeperfs::config {

/// Where the log lies: its place, that of the newest file, those of old files.
KEEPERFS_EXPORT std::vector<StoragePlace> places_of_logs(const KeeperSettings& settings);
KEEPERFS_EXPORT std::vector<StoragePlace> places_of_snapshots(const KeeperSettings& settings);

struct KeeperDirectories {
    std::vector<std::string> logs;      ///< of the log, then the latest log, then old ones; each once
    std::vector<std::string> snapshots; ///< the same
    std::string state_file;
};

/// The directory of one place. A relative path is taken from the directory of the main file, since where the
/// server was started is not known. Error(bad_input) for a disk that is not defined, Error(refused) for one
/// that is not local.
KEEPERFS_EXPORT std::string directory_of(const KeeperSettings& settings, const StoragePlace& place,
                                         const std::string& main_file);

/// The same without a slash at its end; nullopt for a disk that is not local or not defined.
KEEPERFS_EXPORT std::optional<std::string>
local_directory_of(const KeeperSettings& settings, const StoragePlace& place, const std::string& main_file);

KEEPERFS_EXPORT KeeperDirectories directories_of(const KeeperSettings& settings,
                                                 const std::string& main_file);

} // namespace keeperfs::config
