#pragma once
// The files of one or several backups as those of one server, without copying them first.
#include "keeperfs/backup/store.h"
#include "keeperfs/inspect/data_places.h"
#include "keeperfs/io/virtual_files.h"

#include <span>
#include <string>

namespace keeperfs::backup {

class BackupFiles {
public:
    /// The newest of `manifests` is the last: of two files with one name that counts which holds more, and
    /// its state is the state. Borrows all of them; everything else is as in `below`.
    BackupFiles(io::FileSystem& below, Store& store, std::span<const Manifest> manifests);

    io::FileSystem& files() noexcept { return files_; }
    const inspect::DataPlaces& places() const noexcept { return places_; }

private:
    Store& store_;
    io::VirtualFiles files_;
    inspect::DataPlaces places_;

    std::string directory_of(FileKind kind) const;
    void add(const BackupFile& file, std::int64_t created_ms);
};

/// Reads an object to its end. Error(bad_input), with its place, when it is not what was stored.
void check_content(Store& store, const BackupFile& file, io::Meter* meter);

} // namespace keeperfs::backup
