#include "log_copy.h"

#include "keeperfs/base/error.h"

#include <fmt/format.h>

using namespace keeperfs;

LogCopy plan_copy(std::vector<LogFile> files, std::optional<std::uint64_t> from,
                  std::optional<std::uint64_t> to, bool allow_gap, bool shows_progress) {
    LogCopy copy;
    copy.files = std::move(files);
    read_logs(
        copy.files, shows_progress, [](const LogFile&) {},
        [&](const inspect::LogEntry& entry) {
            copy.runs.add(entry.record.index);
            return true;
        },
        [&](const LogFile& file, const keeper::ChangelogReader& reader) {
            copy.is_damaged = tell_damage(file, reader) || copy.is_damaged;
        });
    if (copy.runs.runs().empty())
        throw Error(ErrorKind::bad_input, "there is no record in these logs");
    copy.from = from.value_or(copy.runs.runs().front().first_index);
    copy.to = to.value_or(copy.runs.runs().back().last_index());
    if (copy.from > copy.to)
        throw Error(ErrorKind::usage, fmt::format("the range {} to {} is empty", copy.from, copy.to));
    if (const auto missing = copy.runs.first_missing(copy.from, copy.to); missing && !allow_gap)
        throw Error(ErrorKind::refused, fmt::format("no log has the record of index {}", *missing))
            .hint(
                "Give the log that has it, or --allow-gap to go without; no server starts over a gap that no "
                "snapshot covers.");
    return copy;
}

void copy_records(const LogCopy& copy, bool shows_progress,
                  const std::function<void(const keeper::ChangelogRecord&)>& write) {
    std::uint64_t number = 0;
    read_logs(
        copy.files, shows_progress, [](const LogFile&) {},
        [&](const inspect::LogEntry& entry) {
            const std::uint64_t index = entry.record.index;
            if (copy.runs.counts(number++) && index >= copy.from && index <= copy.to)
                write(entry.record);
            return true;
        },
        [](const LogFile&, const keeper::ChangelogReader&) {});
}
