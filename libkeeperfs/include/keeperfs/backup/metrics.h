#pragma once
// What a monitoring system wants to know of a store, as Prometheus reads it from a text file.
#include "keeperfs/backup/create.h"
#include "keeperfs/backup/store.h"
#include "keeperfs/export.h"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>

namespace keeperfs::backup {

/// How the run that is just over ended.
struct RunFigures {
    int exit_code = 0;
    std::int64_t now_ms = 0;
    std::chrono::milliseconds duration{0};
    const CreateReport* report = nullptr; ///< nullptr: no backup was made
};

/// Figures of the run, and of the good backups that are there: the text exposition format, version 0.0.4.
KEEPERFS_EXPORT std::string metrics_text(std::span<const ListedBackup> listed, const RunFigures& run);

} // namespace keeperfs::backup
