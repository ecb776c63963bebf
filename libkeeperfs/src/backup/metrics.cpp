#include "keeperfs/backup/metrics.h"

#include <fmt/format.h>

#include <algorithm>

namespace keeperfs::backup {

namespace {

constexpr double ms_per_second = 1000;

double seconds(std::int64_t ms) { return static_cast<double>(ms) / ms_per_second; }

void add(std::string& out, std::string_view name, std::string_view help, double value) {
    out += fmt::format("# HELP keeperfs_backup_{0} {1}\n# TYPE keeperfs_backup_{0} gauge\n"
                       "keeperfs_backup_{0} {2}\n",
                       name, help, value);
}

} // namespace

std::string metrics_text(std::span<const ListedBackup> listed, const RunFigures& run) {
    std::string out;
    add(out, "last_run_timestamp_seconds", "When the last run ended.", seconds(run.now_ms));
    add(out, "last_run_exit_code", "0: made, 3: made of a source that is not well, else not made.",
        run.exit_code);
    add(out, "last_run_duration_seconds", "How long the last run took.", seconds(run.duration.count()));
    if (run.report != nullptr) {
        add(out, "last_run_read_bytes", "Bytes of the source.", static_cast<double>(run.report->read_bytes));
        add(out, "last_run_stored_bytes", "Bytes that the last run added to the store.",
            static_cast<double>(run.report->stored_bytes));
    }
    std::uint64_t readable = 0;
    const Manifest* oldest = nullptr;
    const Manifest* newest = nullptr;
    for (const ListedBackup& backup : listed) {
        if (!backup.manifest)
            continue;
        ++readable;
        if (oldest == nullptr)
            oldest = &*backup.manifest;
        if (backup.manifest->is_good())
            newest = &*backup.manifest;
    }
    add(out, "backups", "Backups in the store.", static_cast<double>(readable));
    add(out, "unreadable_backups", "Backups whose manifest cannot be read.",
        static_cast<double>(listed.size() - readable));
    if (oldest != nullptr) {
        add(out, "oldest_restorable_timestamp_seconds", "When the oldest backup was made.",
            seconds(oldest->created_ms));
        add(out, "oldest_restorable_age_seconds", "Its age at the end of the last run.",
            seconds(run.now_ms - oldest->created_ms));
    }
    if (newest != nullptr) {
        add(out, "last_success_timestamp_seconds", "When the newest good backup was made.",
            seconds(newest->created_ms));
        add(out, "last_success_size_bytes", "The size of its files.", static_cast<double>(newest->size()));
        add(out, "last_success_index", "The last record that it holds.",
            static_cast<double>(newest->last_index));
    }
    return out;
}

} // namespace keeperfs::backup
