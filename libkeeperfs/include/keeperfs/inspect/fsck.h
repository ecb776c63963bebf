#pragma once
// Everything about a Keeper's directories in one call.
#include "keeperfs/export.h"
#include "keeperfs/inspect/data_scan.h"
#include "keeperfs/inspect/finding_table.h"
#include "keeperfs/inspect/log_image.h"
#include "keeperfs/inspect/start_verdict.h"
#include "keeperfs/io/filesystem.h"
#include "keeperfs/io/progress.h"
#include "keeperfs/keeper/releases.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace keeperfs::inspect {

struct FsckOptions {
    DataPlaces places;
    std::vector<DataPlaces> peers; ///< of other members of the cluster
    /// Only this release; else one of each era.
    std::optional<keeper::Release> server_version;
    /// Applies the records to the newest snapshot and compares their digests; what they touch of the tree is
    /// in memory then.
    bool replays = true;
};

struct KEEPERFS_EXPORT FsckReport {
    std::vector<DirectoryScan> scans; ///< the directory, then its peers
    LogImage own, all;                ///< the best log of the directory alone, and with the peers
    std::vector<FsckFinding> findings;
    std::vector<StartVerdict> verdicts;
    std::uint64_t records_replayed = 0, digests_compared = 0;

    /// Nothing worse than a note, and every release that could have written the files starts without a loss.
    bool is_clean() const noexcept;
};

/// Reads every file once, and what is replayed again: the log once, the snapshot once or twice.
/// Error(bad_input) when there is nothing that could be examined.
KEEPERFS_EXPORT FsckReport fsck(io::FileSystem& files, const FsckOptions& options,
                                io::Meter* meter = nullptr);

/// The same in two steps, for those who go on with what the scans have found while the replay still runs.
class KEEPERFS_EXPORT Examination {
public:
    /// Comes back when the files were scanned. All arguments outlive this object.
    Examination(io::FileSystem& files, const FsckOptions& options, io::Meter* meter = nullptr);
    ~Examination(); ///< gives the replay up
    /// All but what only the replay finds.
    const FsckReport& scanned() const noexcept;
    /// All. Waits for the replay.
    FsckReport& finish();

private:
    class Work;
    std::unique_ptr<Work> work_;
};

} // namespace keeperfs::inspect
