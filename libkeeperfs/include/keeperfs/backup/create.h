#pragma once
// Makes a backup of a Keeper's directories, of which a server may be running.
#include "keeperfs/backup/manifest.h"
#include "keeperfs/backup/source_places.h"
#include "keeperfs/backup/store.h"
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::backup {

/// A file of the configuration as it is stored.
struct ConfigContent {
    std::string name, content;
};

struct CreateOptions {
    SourcePlaces places;
    bool compresses = false; ///< what is not compressed
    bool replays = true;     ///< applies the records and compares their digests
    bool breaks_lock = false;
    bool is_running = false; ///< a server is known to write the files
    std::optional<BackupServer> server = {};
    std::vector<ConfigContent> configuration = {};
    std::vector<std::string> replaced_secrets = {};
    std::string program_version = {};
    std::int64_t now_ms = 0; ///< since 1970
};

struct CreateReport {
    Manifest manifest;
    std::uint64_t new_files = 0, reused_files = 0;
    std::uint64_t read_bytes = 0;   ///< of the source
    std::uint64_t stored_bytes = 0; ///< that this run added
};

/// Holds the files as they are now, examines all of them, and stores what a server can start from: damaged
/// parts are left out and are findings of the manifest. Files whose content an earlier backup has are not
/// copied again. The manifest is written last.
///
/// Error(bad_input) when there is nothing from which a server could start, Error(in_use) when another run
/// writes to the store, Error(bad_output) when the store cannot be written; no backup is made then.
KEEPERFS_EXPORT CreateReport create(io::FileSystem& files, Store& store, const CreateOptions& options,
                                    io::Meter* meter = nullptr);

} // namespace keeperfs::backup
