#pragma once
// Where the files lie of which a backup is made.
#include "keeperfs/config/keeper_settings.h"
#include "keeperfs/export.h"
#include "keeperfs/storage/disk.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace keeperfs::backup {

/// A disk that is no local directory.
struct SourceDisk {
    std::shared_ptr<storage::Disk> disk;
    std::string name;        ///< by which the server's configuration knows it; empty: none is known
    std::string description; ///< for people: its URL
};

/// Of several directories the first is the one after which the files of all are called.
struct KEEPERFS_EXPORT SourcePlaces {
    std::vector<std::string> log_dirs, snapshot_dirs;
    std::string state_file; ///< empty: there is none
    /// Those of the directories, that of the state file too, that are disks instead.
    std::map<std::string, SourceDisk> disks = {};

    bool is_local(const std::string& directory) const { return !disks.contains(directory); }
    /// Returns what the disk is called as a directory.
    std::string add_disk(SourceDisk disk);
    /// As a manifest names them.
    std::vector<std::string> described(const std::vector<std::string>& directories) const;
};

/// All that a configuration names: local directories, and other disks, which are opened for looking only.
/// `environment`: for keys that it does not have. Error(bad_input) for a disk that is not defined or of a
/// type that cannot be read.
KEEPERFS_EXPORT SourcePlaces configured_places(const config::KeeperSettings& settings,
                                               const std::string& main_file,
                                               const storage::Environment& environment);

} // namespace keeperfs::backup
