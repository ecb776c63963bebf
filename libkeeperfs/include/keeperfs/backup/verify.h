#pragma once
// Whether backups can be restored: what is stored is read, and loaded as a server would.
#include "keeperfs/backup/store.h"
#include "keeperfs/base/finding.h"
#include "keeperfs/export.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"

#include <cstdint>
#include <string>
#include <vector>

namespace keeperfs::backup {

struct VerifiedBackup {
    std::string id;
    std::int64_t created_ms = 0;
    bool was_loaded = false; ///< false: its objects are damaged, or it is encrypted and there is no key
    std::uint64_t last_index = 0, nodes = 0;
    std::uint64_t records_replayed = 0, digests_compared = 0; ///< of a deep verification
    std::vector<Finding> findings;

    bool is_well() const noexcept { return findings.empty(); }
};

struct VerifyOptions {
    std::string id;       ///< empty: all of them, and what else lies in the store
    bool replays = false; ///< applies the records and compares their digests
};

struct VerifyReport {
    std::vector<VerifiedBackup> backups; ///< the oldest first
    std::vector<Finding> findings;       ///< of the store
    std::uint64_t objects = 0, bytes = 0;

    KEEPERFS_EXPORT bool is_well() const noexcept;
};

/// Every object is read once, whatever the number of backups that share it; then each backup is examined as
/// fsck does it with a server's directories. Changes nothing. Error(bad_input) when there is no backup, or
/// none of that id. Without the key the objects of encrypted backups are compared with their stored hashes.
KEEPERFS_EXPORT VerifyReport verify(io::FileSystem& files, Store& store, const VerifyOptions& options,
                                    io::Meter* meter = nullptr);

} // namespace keeperfs::backup
