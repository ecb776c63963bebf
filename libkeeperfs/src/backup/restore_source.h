#pragma once
// The files that a restore reads, up to its point.
#include "backup/backup_files.h"
#include "inspect/copy_parts.h"

#include "keeperfs/backup/restore.h"
#include "keeperfs/inspect/data_scan.h"
#include "keeperfs/inspect/log_image.h"

#include <vector>

namespace keeperfs::backup {

class RestoreSource {
public:
    /// Reads and hashes all of it first, then examines it.
    RestoreSource(io::FileSystem& below, Store& store, const RestoreWish& wish, io::Meter* meter);

    io::FileSystem& files() noexcept { return backup_.files(); }
    const inspect::DataPlaces& places() const noexcept { return backup_.places(); }
    const std::vector<Manifest>& manifests() const noexcept { return choice_.backups; }
    const Manifest& newest() const noexcept { return choice_.backups.back(); }
    /// What lies behind the point is not in these.
    const std::vector<inspect::DirectoryScan>& scans() const noexcept { return scans_; }
    const inspect::LogImage& log() const noexcept { return log_; }
    std::uint64_t last_index() const noexcept { return last_index_; }
    std::vector<std::string> ids() const;

private:
    RestoreChoice choice_;
    BackupFiles backup_;
    std::vector<inspect::DirectoryScan> scans_;
    inspect::LogImage log_;
    std::uint64_t last_index_ = 0;

    std::uint64_t index_of(const RestorePoint& point, std::uint64_t reached, io::Meter* meter);
    void require_reach() const;
    void cut(std::uint64_t index, const inspect::LogImage& whole);
};

} // namespace keeperfs::backup
