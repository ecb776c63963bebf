#include "keeperfs/inspect/log_runs.h"

#include <algorithm>

namespace keeperfs::inspect {

void LogRuns::add(std::uint64_t index) {
    while (!runs_.empty() && runs_.back().first_index >= index)
        runs_.pop_back();
    if (!runs_.empty() && runs_.back().last_index() >= index)
        runs_.back().count = index - runs_.back().first_index;
    const bool continues = !runs_.empty() && runs_.back().last_index() + 1 == index &&
                           runs_.back().first_record + runs_.back().count == added_;
    if (continues)
        ++runs_.back().count;
    else
        runs_.push_back({index, 1, added_});
    ++added_;
}

std::uint64_t LogRuns::overwritten() const noexcept {
    std::uint64_t counting = 0;
    for (const Run& run : runs_)
        counting += run.count;
    return added_ - counting;
}

std::optional<std::uint64_t> LogRuns::first_missing(std::uint64_t from, std::uint64_t to) const noexcept {
    std::uint64_t wanted = from;
    for (const Run& run : runs_) {
        if (wanted > to || run.first_index > wanted)
            break;
        if (run.last_index() >= wanted)
            wanted = run.last_index() + 1;
    }
    return wanted <= to ? std::optional(wanted) : std::nullopt;
}

bool LogRuns::counts(std::uint64_t record) const noexcept {
    // A later run lies behind an earlier one in the files too.
    const auto behind = std::ranges::upper_bound(runs_, record, {}, &Run::first_record);
    if (behind == runs_.begin())
        return false;
    const Run& run = *(behind - 1);
    return record - run.first_record < run.count;
}

} // namespace keeperfs::inspect
