#pragma once
#include "keeperfs/inspect/data_places.h"
#include "keeperfs/storage/disk_files.h"

#include <memory>
#include <string>

namespace CLI {
class App;
}

/// --config: the places that a server's configuration names, instead of a positional argument.
struct ConfigOption {
    std::string file;

    /// `replaced`: the argument that is left out then, which is there already. Those behind it move up.
    void add_to(CLI::App& app, const char* replaced);

    bool is_given() const noexcept { return !file.empty(); }
    /// For looking only: all places of a kind as one disk.
    std::unique_ptr<keeperfs::storage::Disk> log_disk() const;
    std::unique_ptr<keeperfs::storage::Disk> snapshot_disk() const;
    std::unique_ptr<keeperfs::storage::Disk> state_disk() const;
    /// The same as directories, which are mounted there.
    keeperfs::inspect::DataPlaces mounted(keeperfs::io::VirtualFiles& files) const;

    /// For who changes something there. Throws Error(refused) where the snapshots lie on several disks, or on
    /// one that is not local.
    std::string snapshot_dir() const;
};
