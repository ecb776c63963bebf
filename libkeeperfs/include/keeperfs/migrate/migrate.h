#pragma once
// A plan carried out, by the protocol of the servers themselves (releases.md 4.4): marker, copy, marker away,
// source away. A server that starts after an interruption finds every byte; a second run goes on.
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/migrate/plan.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::migrate {

struct MigrationOptions {
    bool keeps_sources = false;
    std::optional<std::uint64_t> bytes_per_second; ///< of all files together, read back ones too
    std::size_t files_at_once = 1;
};

struct MovedFile {
    Move move;
    std::string sha256; ///< of the source, and of the copy as it was read back
};

struct MigrationReport {
    std::vector<MovedFile> files; ///< in the order in which they were done
    std::uint64_t bytes = 0;      ///< copied
};

/// Nothing of a source goes before its copy was read back and is the same, and durable. The first failure
/// ends the run; what is half done then is marked, and the source is there. Error(refused) for two names of
/// one place, Error(bad_output) for a copy that differs, Error(in_use) for a source that changes.
KEEPERFS_EXPORT MigrationReport migrate(io::FileSystem& files, const Layout& layout, const Plan& plan,
                                        const MigrationOptions& options, io::Meter* meter = nullptr);

} // namespace keeperfs::migrate
