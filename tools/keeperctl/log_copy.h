#pragma once
#include "log_input.h"

#include "keeperfs/inspect/log_runs.h"

#include <functional>

/// The records that count, of several changelogs, from one index to another.
struct LogCopy {
    std::vector<LogFile> files;
    keeperfs::inspect::LogRuns runs;
    std::uint64_t from = 0, to = 0;
    bool is_damaged = false; ///< a file ends in damage, which was told
};

/// Reads everything once. Without limits: all that is there. A missing index is Error(refused) unless
/// `allow_gap`; what is damaged is missing.
LogCopy plan_copy(std::vector<LogFile> files, std::optional<std::uint64_t> from,
                  std::optional<std::uint64_t> to, bool allow_gap, bool shows_progress);
/// Reads everything once more.
void copy_records(const LogCopy& copy, bool shows_progress,
                  const std::function<void(const keeperfs::keeper::ChangelogRecord&)>& write);
