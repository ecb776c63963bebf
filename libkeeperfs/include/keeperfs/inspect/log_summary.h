#pragma once
#include "keeperfs/export.h"
#include "keeperfs/inspect/log_entry.h"

#include <cstdint>
#include <optional>

namespace keeperfs::inspect {

template <class T> struct Range { T least, most; };
template <class T> void extend(std::optional<Range<T>>& range, T value) {
    if (!range)
        range = Range<T>{value, value};
    range->least = value < range->least ? value : range->least;
    range->most = value > range->most ? value : range->most;
}

/// What is in one changelog, or in several.
struct KEEPERFS_EXPORT LogSummary {
    std::uint64_t records = 0, configurations = 0;
    std::uint64_t not_understood = 0;
    std::optional<Range<std::uint64_t>> indices, terms;
    std::optional<Range<std::int64_t>> zxids, times; ///< of requests; times in ms since 1970
    std::uint64_t overwritten = 0;                   ///< records whose place a later one took
    std::uint64_t missing = 0;                       ///< indices between two records that follow each other

    void add(const LogEntry& entry);

private:
    std::uint64_t last_index_ = 0;
};

} // namespace keeperfs::inspect
