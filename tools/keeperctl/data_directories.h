#pragma once
// Where a Keeper's snapshots and logs lie: one directory for both, or one that holds them, one each, or
// what a configuration says.
#include "config_option.h"

#include "keeperfs/storage/disk.h"

#include <memory>
#include <string>

namespace CLI {
class App;
}

struct DataDirectories {
    std::string both, snapshots, logs;
    ConfigOption config = {};

    void add_to(CLI::App& app);
    /// Read-only disks. Throws Error(usage) when neither is named, Error(bad_input) for what is no directory.
    std::unique_ptr<keeperfs::storage::Disk> snapshot_disk() const;
    std::unique_ptr<keeperfs::storage::Disk> log_disk() const;
};
